-- What finance moves besides the deposits: money out of the pool's account that is no loan, and allocation from one tranche to another.
-- Each is asked for by one person and carried out by another (rules R5, R9 and R11).

create table withdrawal (
  withdrawal_id blob not null primary key,
  kind text not null check (kind in ('remittance', 'fee-settlement')),
  owner text not null check (owner in ('ALAVI', 'SINA', 'SERVICER')),
  amount bigint not null check (amount > 0),
  bank_reference text not null,
  value_date int not null,
  reason text not null,
  status text not null check (status in ('waiting', 'recorded', 'refused')),
  request_id blob not null,
  maker text not null,
  checker text null,
  asked_at bigint not null,
  version bigint not null,
  check ((kind = 'fee-settlement') = (owner = 'SERVICER'))
) without rowid;
-- One transfer at the bank is recorded once, for ever; a request that was refused leaves its reference free for the right one.
create unique index withdrawal_reference on withdrawal (bank_reference) where status <> 'refused';

create table reallocation (
  reallocation_id blob not null primary key,
  from_tranche text not null,
  to_tranche text not null,
  amount bigint not null check (amount > 0),
  effective_date int not null, -- as the funders' decision says; not after the day on which it was asked for
  reason text not null,
  status text not null check (status in ('waiting', 'recorded', 'refused')),
  request_id blob not null,
  maker text not null,
  checker text null,
  asked_at bigint not null,
  recorded_on int null, -- the business date on which the tranches changed
  version bigint not null,
  check (from_tranche <> to_tranche)
) without rowid;

-- What the agreement gave the tranche; its allocation now is this and the reallocations since.
alter table tranche add column first_allocation bigint null;
update tranche set first_allocation = allocation;
