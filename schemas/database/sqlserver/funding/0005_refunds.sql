-- What a borrower has overpaid is refunded: money out of the pool's account, of one loan's credit (rules R6, R8 and R9; docs/adr/0016-refunds.md).

-- The credit that the journal has booked for the loan, and how much of it has been refunded.
alter table funded_loan add credit bigint null;
alter table funded_loan add refunded bigint null;
update funded_loan set refunded = 0;
update funded_loan set credit = coalesce((
  select sum(case when l.credit = 'BORROWER_CREDIT' then l.amount else -l.amount end)
  from journal_entry e join journal_line l on l.entry_id = e.entry_id
  where e.subject_id = funded_loan.loan_id and (l.debit = 'BORROWER_CREDIT' or l.credit = 'BORROWER_CREDIT')), 0);

-- A constraint without a name cannot be widened, so the table is made anew with its rows.
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
  version bigint not null
);
insert into withdrawal_before (withdrawal_id, kind, owner, amount, bank_reference, value_date, reason, status, request_id, maker, checker, asked_at, version)
select withdrawal_id, kind, owner, amount, bank_reference, value_date, reason, status, request_id, maker, checker, asked_at, version from withdrawal;
drop table withdrawal;
create table withdrawal (
  withdrawal_id binary(16) not null primary key,
  kind nvarchar(50) collate Latin1_General_100_BIN2 not null check (kind in ('remittance', 'fee-settlement', 'credit-refund')),
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
  check ((kind = 'remittance' and owner <> 'SERVICER') or (kind <> 'remittance' and owner = 'SERVICER')),
  check ((kind = 'credit-refund' and loan_id is not null) or (kind <> 'credit-refund' and loan_id is null))
);
insert into withdrawal (withdrawal_id, kind, owner, amount, bank_reference, value_date, reason, status, request_id, maker, checker, asked_at, version)
select withdrawal_id, kind, owner, amount, bank_reference, value_date, reason, status, request_id, maker, checker, asked_at, version from withdrawal_before;
drop table withdrawal_before;
-- One transfer at the bank is recorded once, for ever; a request that was refused leaves its reference free for the right one.
create unique index withdrawal_reference on withdrawal (bank_reference) where status <> 'refused';
create index withdrawal_loan on withdrawal (loan_id, status);
create index withdrawal_message on withdrawal (message_id);
