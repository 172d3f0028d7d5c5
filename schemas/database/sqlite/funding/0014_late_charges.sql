-- What borrowers paid for lateness leaves the pool's account: charges to the servicing bank, and what was promised to charity to one (docs/adr/0023-late-charges.md,
-- rules R2, R9 and R11). A constraint without a name cannot be widened, so the table is made anew with its rows.
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
  version bigint not null,
  loan_id blob null,
  message_id blob null,
  reversed_by blob null
) without rowid;
insert into withdrawal_before (
  withdrawal_id, kind, owner, amount, bank_reference, value_date, reason, status, request_id, maker, checker, asked_at, version, loan_id, message_id, reversed_by)
select
  withdrawal_id, kind, owner, amount, bank_reference, value_date, reason, status, request_id, maker, checker, asked_at, version, loan_id, message_id, reversed_by
from withdrawal;
drop table withdrawal;
create table withdrawal (
  withdrawal_id blob not null primary key,
  kind text not null check (kind in ('remittance', 'fee-settlement', 'late-charge-settlement', 'charity-payment', 'credit-refund')),
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
  reversed_by blob null, -- the entry that took it out of the books
  beneficiary text null, -- the charity that is given to
  check ((kind = 'remittance' and owner <> 'SERVICER') or (kind <> 'remittance' and owner = 'SERVICER')),
  check ((kind = 'credit-refund' and loan_id is not null) or (kind <> 'credit-refund' and loan_id is null)),
  check ((kind = 'charity-payment' and beneficiary is not null) or (kind <> 'charity-payment' and beneficiary is null))
) without rowid;
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
