-- What borrowers paid for lateness leaves the pool's account: charges to the servicing bank, and what was promised to charity to one (docs/adr/0023-late-charges.md,
-- rules R2, R9 and R11). A constraint without a name cannot be widened, so the table is made anew with its rows.
create table withdrawal_before (
  withdrawal_id binary(16) not null primary key,
  kind nvarchar(50) collate Latin1_General_100_BIN2 not null,
  owner nvarchar(50) collate Latin1_General_100_BIN2 not null,
  amount bigint not null,
  bank_reference nvarchar(500) collate Latin1_General_100_BIN2 not null,
  value_date int not null,
  reason nvarchar(500) collate Latin1_General_100_BIN2 not null,
  status nvarchar(50) collate Latin1_General_100_BIN2 not null,
  request_id binary(16) not null,
  maker nvarchar(256) collate Latin1_General_100_BIN2 not null,
  checker nvarchar(256) collate Latin1_General_100_BIN2 null,
  asked_at bigint not null,
  version bigint not null,
  loan_id binary(16) null,
  message_id binary(16) null,
  reversed_by binary(16) null
);
insert into withdrawal_before (
  withdrawal_id, kind, owner, amount, bank_reference, value_date, reason, status, request_id, maker, checker, asked_at, version, loan_id, message_id, reversed_by)
select
  withdrawal_id, kind, owner, amount, bank_reference, value_date, reason, status, request_id, maker, checker, asked_at, version, loan_id, message_id, reversed_by
from withdrawal;
drop table withdrawal;
create table withdrawal (
  withdrawal_id binary(16) not null primary key,
  kind nvarchar(50) collate Latin1_General_100_BIN2 not null check (kind in ('remittance', 'fee-settlement', 'late-charge-settlement', 'charity-payment', 'credit-refund')),
  owner nvarchar(50) collate Latin1_General_100_BIN2 not null check (owner in ('ALAVI', 'SINA', 'SERVICER')),
  amount bigint not null check (amount > 0),
  bank_reference nvarchar(500) collate Latin1_General_100_BIN2 not null,
  value_date int not null,
  reason nvarchar(500) collate Latin1_General_100_BIN2 not null,
  status nvarchar(50) collate Latin1_General_100_BIN2 not null check (status in ('waiting', 'recorded', 'refused')),
  request_id binary(16) not null,
  maker nvarchar(256) collate Latin1_General_100_BIN2 not null,
  checker nvarchar(256) collate Latin1_General_100_BIN2 null,
  asked_at bigint not null,
  version bigint not null,
  loan_id binary(16) null, -- whose credit is refunded
  message_id binary(16) null, -- of the CreditRefunded by which Repayment hears of it
  reversed_by binary(16) null, -- the entry that took it out of the books
  beneficiary nvarchar(200) collate Latin1_General_100_BIN2 null, -- the charity that is given to
  check ((kind = 'remittance' and owner <> 'SERVICER') or (kind <> 'remittance' and owner = 'SERVICER')),
  check ((kind = 'credit-refund' and loan_id is not null) or (kind <> 'credit-refund' and loan_id is null)),
  check ((kind = 'charity-payment' and beneficiary is not null) or (kind <> 'charity-payment' and beneficiary is null))
);
insert into withdrawal (
  withdrawal_id, kind, owner, amount, bank_reference, value_date, reason, status, request_id, maker, checker, asked_at, version, loan_id, message_id, reversed_by)
select
  withdrawal_id, kind, owner, amount, bank_reference, value_date, reason, status, request_id, maker, checker, asked_at, version, loan_id, message_id, reversed_by
from withdrawal_before;
drop table withdrawal_before;
-- One transfer at the bank is recorded once, for ever; a request that was refused, or taken out of the books, leaves its reference free for the right one.
create unique index withdrawal_reference on withdrawal (bank_reference) where status <> 'refused' and reversed_by is null;
create index withdrawal_loan on withdrawal (loan_id, status);
create index withdrawal_message on withdrawal (message_id);
