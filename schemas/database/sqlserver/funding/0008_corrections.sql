-- What was recorded wrongly, or is in the books twice, leaves them by the opposite entry (rule R2; docs/adr/0014-the-banks-statement.md).

-- The entry that took it out of the books. Its bank reference is then free for the right one.
alter table contribution add reversed_by binary(16) null;
alter table withdrawal add reversed_by binary(16) null;
drop index contribution_reference on contribution;
create unique index contribution_reference on contribution (channel, bank_reference) where status <> 'refused' and reversed_by is null;
drop index withdrawal_reference on withdrawal;
create unique index withdrawal_reference on withdrawal (bank_reference) where status <> 'refused' and reversed_by is null;
create index journal_entry_corrects on journal_entry (corrects) where corrects is not null;

-- Why the loan to which money in suspense was assigned could not take it.
alter table statement_break add kept_because nvarchar(100) collate Latin1_General_100_BIN2 null;

-- A constraint without a name cannot be widened, so the table is made anew with its rows.
create table break_resolution_before (
  request_id binary(16) not null primary key,
  break_id binary(16) not null,
  action nvarchar(50) collate Latin1_General_100_BIN2 not null,
  reason nvarchar(500) collate Latin1_General_100_BIN2 not null,
  details nvarchar(max) not null,
  status nvarchar(50) collate Latin1_General_100_BIN2 not null,
  maker nvarchar(256) collate Latin1_General_100_BIN2 not null,
  checker nvarchar(256) collate Latin1_General_100_BIN2 null,
  asked_at bigint not null,
  version bigint not null
);
insert into break_resolution_before (request_id, break_id, action, reason, details, status, maker, checker, asked_at, version)
select request_id, break_id, action, reason, details, status, maker, checker, asked_at, version from break_resolution;
drop table break_resolution;
create table break_resolution (
  request_id binary(16) not null primary key,
  break_id binary(16) not null,
  action nvarchar(50) collate Latin1_General_100_BIN2 not null check (action in ('match', 'exclude', 'assign', 'contribution', 'receipt', 'same', 'returned', 'reverse')),
  reason nvarchar(500) collate Latin1_General_100_BIN2 not null,
  details nvarchar(max) not null,
  status nvarchar(50) collate Latin1_General_100_BIN2 not null check (status in ('waiting', 'recorded', 'refused')),
  maker nvarchar(256) collate Latin1_General_100_BIN2 not null,
  checker nvarchar(256) collate Latin1_General_100_BIN2 null,
  asked_at bigint not null,
  version bigint not null
);
insert into break_resolution (request_id, break_id, action, reason, details, status, maker, checker, asked_at, version)
select request_id, break_id, action, reason, details, status, maker, checker, asked_at, version from break_resolution_before;
drop table break_resolution_before;
create unique index break_resolution_waiting on break_resolution (break_id) where status = 'waiting';
create index break_resolution_break on break_resolution (break_id, action);
