-- A payment may come back whole after what was collected on it has been remitted: the collection is taken back first, and until the payment is back in the
-- books the funder has been paid more than was collected for it. Who remits is limited by what is collected then; that limit is no constraint of the row.
-- A constraint without a name cannot be dropped, so the table is made anew with its rows.
create table funder_before (
  code text not null primary key,
  committed bigint not null,
  deposited bigint not null,
  reserved bigint not null,
  drawn bigint not null,
  collected bigint not null,
  remitted bigint not null,
  written_off bigint not null,
  version bigint not null
) without rowid;
insert into funder_before (code, committed, deposited, reserved, drawn, collected, remitted, written_off, version)
select code, committed, deposited, reserved, drawn, collected, remitted, written_off, version from funder;
drop table funder;
create table funder (
  code text not null primary key,
  committed bigint not null check (committed >= 0),
  deposited bigint not null check (deposited >= 0),
  reserved bigint not null check (reserved >= 0),
  drawn bigint not null check (drawn >= 0),
  collected bigint not null check (collected >= 0), -- principal repaid, held for the funder
  remitted bigint not null check (remitted >= 0),
  written_off bigint not null check (written_off >= 0),
  version bigint not null,
  check (reserved + drawn <= deposited), -- collections are not lent again
  check (collected + written_off <= drawn)
) without rowid;
insert into funder (code, committed, deposited, reserved, drawn, collected, remitted, written_off, version)
select code, committed, deposited, reserved, drawn, collected, remitted, written_off, version from funder_before;
drop table funder_before;
