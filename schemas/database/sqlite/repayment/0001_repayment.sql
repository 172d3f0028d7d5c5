-- Loans, the receipts that repay them, and what each of these changed (design.md sections 3 and 5).
-- A schedule is a function of the terms; a loan stores how far it is paid, not its instalments.

create table loan (
  serial integer primary key, -- counts loans from 1000001; the deposit id and the receipt numbers are made of it
  id blob not null,
  version int not null,
  fact_sequence bigint not null,
  status text not null, -- Active, Settled, Returned
  application_id blob not null,
  order_id blob not null,
  contract_number text not null,
  national_id text not null,
  full_name text not null,
  county text not null,
  tranche text not null,
  deposit_id text not null,
  principal bigint not null,
  installments int not null,
  fee_method text not null,
  fee_rate_basis_points int not null,
  rounding_unit bigint not null,
  due_day int not null,
  first_due int not null,
  paid_out_on int not null,
  payout_reference text not null,
  alavi_share bigint not null,
  sina_share bigint not null,
  principal_repaid bigint not null,
  loan_years text not null, -- per begun loan-year: principal at its beginning / fee paid
  credit bigint not null,
  latest_value_date int null,
  oldest_unpaid_due int null, -- of the oldest instalment of which something is unpaid, due or not; null when nothing is owed
  receipts int not null
);
create unique index loan_id on loan (id);
create unique index loan_deposit_id on loan (deposit_id);
create index loan_application on loan (application_id);
create index loan_national_id on loan (national_id);
create index loan_county on loan (county);
create index loan_oldest_unpaid_due on loan (oldest_unpaid_due, serial);

create table receipt (
  loan_id blob not null,
  arrival int not null, -- 1, 2, 3, ... within the loan: the order among receipts of one value date
  receipt_id blob not null,
  channel text not null,
  bank_reference text not null,
  amount bigint not null,
  value_date int not null,
  business_date int not null,
  received_at bigint not null,
  received_by text not null,
  allocations text not null, -- as first answered: number:principal:fee, separated by spaces
  primary key (loan_id, arrival)
) without rowid;
create unique index receipt_id on receipt (receipt_id);
create unique index receipt_bank_reference on receipt (channel, bank_reference);

-- One row per RepaymentPosted: the difference that Funding books.
create table posting (
  loan_id blob not null,
  fact_sequence bigint not null,
  message_id blob not null,
  cause_id blob not null, -- the receipt, or the fact that took the loan back
  amount bigint not null,
  alavi bigint not null,
  sina bigint not null,
  fee bigint not null,
  credit bigint not null,
  principal_repaid_after bigint not null,
  business_date int not null,
  primary key (loan_id, fact_sequence)
) without rowid;
create unique index posting_message on posting (message_id);
create unique index posting_cause on posting (cause_id);

create table loan_transition (
  loan_id blob not null,
  number int not null, -- 1, 2, 3, ... within the loan
  cause text not null, -- Disbursed, FullyRepaid, DisbursementReturned
  to_status text not null,
  business_date int not null,
  at bigint not null,
  primary key (loan_id, number)
) without rowid;
