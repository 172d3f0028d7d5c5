-- What a borrower has overpaid is refunded: money out of the pool's account, of one loan's credit (rules R6, R8 and R9; docs/adr/0016-refunds.md).

-- The credit that the journal has booked for the loan, and how much of it has been refunded.
alter table funded_loan add column credit bigint null;
alter table funded_loan add column refunded bigint null;
update funded_loan set refunded = 0;
update funded_loan set credit = coalesce((
  select sum(case when l.credit = 'BORROWER_CREDIT' then l.amount else -l.amount end)
  from journal_entry e join journal_line l on l.entry_id = e.entry_id
  where e.subject_id = funded_loan.loan_id and (l.debit = 'BORROWER_CREDIT' or l.credit = 'BORROWER_CREDIT')), 0);

-- A constraint without a name cannot be widened, so the table is made anew with its rows.
create table withdrawal_before (
  withdrawal_id blob not null primary key,
  kind text not null,
  owner text not null,
  amount bigint not null,
  bank_reference text not null,
  value_date int not null,
  reason text not null,
  status text not null,
  request_id blob not null,
  maker text not null,
  checker text null,
  asked_at bigint not null,
  version bigint not null
) without rowid;
insert into withdrawal_before (withdrawal_id, kind, owner, amount, bank_reference, value_date, reason, status, request_id, maker, checker, asked_at, version)
select withdrawal_id, kind, owner, amount, bank_reference, value_date, reason, status, request_id, maker, checker, asked_at, version from withdrawal;
drop table withdrawal;
create table withdrawal (
  withdrawal_id blob not null primary key,
  kind text not null check (kind in ('remittance', 'fee-settlement', 'credit-refund')),
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
  loan_id blob null, -- whose credit is refunded
  message_id blob null, -- of the CreditRefunded by which Repayment hears of it
  check ((kind = 'remittance') = (owner <> 'SERVICER')),
  check ((kind = 'credit-refund') = (loan_id is not null))
) without rowid;
insert into withdrawal (withdrawal_id, kind, owner, amount, bank_reference, value_date, reason, status, request_id, maker, checker, asked_at, version)
select withdrawal_id, kind, owner, amount, bank_reference, value_date, reason, status, request_id, maker, checker, asked_at, version from withdrawal_before;
drop table withdrawal_before;
-- One transfer at the bank is recorded once, for ever; a request that was refused leaves its reference free for the right one.
create unique index withdrawal_reference on withdrawal (bank_reference) where status <> 'refused';
create index withdrawal_loan on withdrawal (loan_id, status);
create index withdrawal_message on withdrawal (message_id);
