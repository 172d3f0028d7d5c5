-- Loans, the receipts that repay them, and what each of these changed (design.md sections 3 and 5).
-- A schedule is a function of the terms; a loan stores how far it is paid, not its instalments.

create table loan (
  serial bigint not null primary key, -- counts loans from 1000001; the deposit id and the receipt numbers are made of it
  id binary(16) not null,
  version int not null,
  fact_sequence bigint not null,
  status nvarchar(20) collate Latin1_General_100_BIN2 not null, -- Active, Settled, Returned
  application_id binary(16) not null,
  order_id binary(16) not null,
  contract_number nvarchar(50) collate Latin1_General_100_BIN2 not null,
  national_id nvarchar(20) collate Latin1_General_100_BIN2 not null,
  full_name nvarchar(450) collate Latin1_General_100_BIN2 not null,
  county nvarchar(200) collate Latin1_General_100_BIN2 not null,
  tranche nvarchar(50) collate Latin1_General_100_BIN2 not null,
  deposit_id nvarchar(20) collate Latin1_General_100_BIN2 not null,
  principal bigint not null,
  installments int not null,
  fee_method nvarchar(30) collate Latin1_General_100_BIN2 not null,
  fee_rate_basis_points int not null,
  rounding_unit bigint not null,
  due_day int not null,
  first_due int not null,
  paid_out_on int not null,
  payout_reference nvarchar(500) collate Latin1_General_100_BIN2 not null,
  alavi_share bigint not null,
  sina_share bigint not null,
  principal_repaid bigint not null,
  loan_years nvarchar(max) not null, -- per begun loan-year: principal at its beginning / fee paid
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
  loan_id binary(16) not null,
  arrival int not null, -- 1, 2, 3, ... within the loan: the order among receipts of one value date
  receipt_id binary(16) not null,
  channel nvarchar(50) collate Latin1_General_100_BIN2 not null,
  bank_reference nvarchar(500) collate Latin1_General_100_BIN2 not null,
  amount bigint not null,
  value_date int not null,
  business_date int not null,
  received_at bigint not null,
  received_by nvarchar(256) collate Latin1_General_100_BIN2 not null,
  allocations nvarchar(max) not null, -- as first answered: number:principal:fee, separated by spaces
  primary key (loan_id, arrival)
);
create unique index receipt_id on receipt (receipt_id);
create unique index receipt_bank_reference on receipt (channel, bank_reference);

-- One row per RepaymentPosted: the difference that Funding books.
create table posting (
  loan_id binary(16) not null,
  fact_sequence bigint not null,
  message_id binary(16) not null,
  cause_id binary(16) not null, -- the receipt, or the fact that took the loan back
  amount bigint not null,
  alavi bigint not null,
  sina bigint not null,
  fee bigint not null,
  credit bigint not null,
  principal_repaid_after bigint not null,
  business_date int not null,
  primary key (loan_id, fact_sequence)
);
create unique index posting_message on posting (message_id);
create unique index posting_cause on posting (cause_id);

create table loan_transition (
  loan_id binary(16) not null,
  number int not null, -- 1, 2, 3, ... within the loan
  cause nvarchar(64) collate Latin1_General_100_BIN2 not null, -- Disbursed, FullyRepaid, DisbursementReturned
  to_status nvarchar(20) collate Latin1_General_100_BIN2 not null,
  business_date int not null,
  at bigint not null,
  primary key (loan_id, number)
);

-- The serial of the last loan: a row that two loans opened at once take turns on.
create table loan_counter (
  id int not null primary key check (id = 1),
  last_serial bigint not null
);
insert into loan_counter (id, last_serial) values (1, 1000000);
