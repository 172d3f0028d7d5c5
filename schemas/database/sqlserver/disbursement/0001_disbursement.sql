-- Payment orders, the files they are given to the bank in, and what the bank answered.

create table application (
  application_id binary(16) not null primary key,
  version int not null,
  fact_sequence bigint not null -- facts published on the payment-order stream
);

create table payment_file (
  number bigint identity(1,1) not null primary key,
  file_id binary(16) not null unique,
  version int not null,
  message_id nvarchar(64) collate Latin1_General_100_BIN2 not null,
  created_at bigint not null,
  execution_date int not null,
  debtor_name nvarchar(200) collate Latin1_General_100_BIN2 not null,
  debtor_iban nvarchar(34) collate Latin1_General_100_BIN2 not null,
  debtor_bic nvarchar(20) collate Latin1_General_100_BIN2 not null,
  transfers int not null,
  control_sum bigint not null,
  state nvarchar(30) collate Latin1_General_100_BIN2 not null, -- assigned, written
  content_hash nvarchar(64) collate Latin1_General_100_BIN2 null, -- of the bytes in the bank's folder
  written_at bigint null
);
create unique index payment_file_message_id on payment_file (message_id);
create index payment_file_state on payment_file (state, number);

-- What is paid to whom never changes after the order is made; only its state and what the bank said of it do.
create table payment_order (
  number bigint identity(1,1) not null primary key,
  order_id binary(16) not null unique,
  version int not null,
  application_id binary(16) not null,
  payment_attempt int not null,
  reservation_round int not null,
  state nvarchar(30) collate Latin1_General_100_BIN2 not null, -- ordered, in-file, sent, paid, refused, returned, bounced
  end_to_end_id nvarchar(500) collate Latin1_General_100_BIN2 not null,
  national_id nvarchar(20) collate Latin1_General_100_BIN2 not null,
  full_name nvarchar(450) collate Latin1_General_100_BIN2 not null,
  county nvarchar(200) collate Latin1_General_100_BIN2 not null,
  tranche nvarchar(50) collate Latin1_General_100_BIN2 not null,
  contract_number nvarchar(50) collate Latin1_General_100_BIN2 not null,
  terms nvarchar(max) not null,
  amount bigint not null,
  alavi bigint not null,
  sina bigint not null,
  iban nvarchar(34) collate Latin1_General_100_BIN2 not null,
  ordered_on int not null,
  ordered_at bigint not null,
  file_id binary(16) null,
  file_position int null,
  stands_for_attempt int null, -- the later attempt that a refused order was taken as the payment of
  loan_id binary(16) null,
  value_date int null,
  bank_reference nvarchar(500) collate Latin1_General_100_BIN2 null,
  returned_on int null,
  reason_code nvarchar(500) collate Latin1_General_100_BIN2 null,
  reason_text nvarchar(max) null
);
create unique index payment_order_attempt on payment_order (application_id, payment_attempt);
create unique index payment_order_stands_for on payment_order (application_id, stands_for_attempt) where stands_for_attempt is not null;
create unique index payment_order_end_to_end_id on payment_order (end_to_end_id);
create unique index payment_order_bank_reference on payment_order (bank_reference) where bank_reference is not null;
create unique index payment_order_file on payment_order (file_id, file_position) where file_id is not null;
create index payment_order_state on payment_order (state, number);

create table payment_order_transition (
  order_id binary(16) not null,
  number int not null,
  from_state nvarchar(30) collate Latin1_General_100_BIN2 not null,
  event nvarchar(30) collate Latin1_General_100_BIN2 not null,
  to_state nvarchar(30) collate Latin1_General_100_BIN2 not null,
  at bigint not null,
  business_date int not null,
  cause nvarchar(64) collate Latin1_General_100_BIN2 not null, -- the message id of the file, or the id of the resolution, that moved it
  primary key (order_id, number)
);

create table bank_file (
  kind nvarchar(50) collate Latin1_General_100_BIN2 not null, -- camt.054, pain.002: each numbers its messages by itself
  message_id nvarchar(64) collate Latin1_General_100_BIN2 not null,
  version int not null,
  content_hash nvarchar(64) collate Latin1_General_100_BIN2 not null,
  entries int not null,
  applied int not null, -- entries, from the first, that are in bank_answer
  received_at bigint not null,
  primary key (kind, message_id)
);

-- One row for each answer about one payment; a refusal of a whole file has one for each of its orders.
create table bank_answer (
  number bigint identity(1,1) not null primary key,
  file_kind nvarchar(20) collate Latin1_General_100_BIN2 not null, -- or resolution: the bank's word in writing, its message id the request's
  message_id nvarchar(64) collate Latin1_General_100_BIN2 not null,
  entry int not null,
  part int not null,
  kind nvarchar(50) collate Latin1_General_100_BIN2 not null, -- paid, refused, returned, informative
  end_to_end_id nvarchar(500) collate Latin1_General_100_BIN2 not null,
  amount bigint null,
  value_date int null,
  bank_reference nvarchar(500) collate Latin1_General_100_BIN2 null,
  reason_code nvarchar(500) collate Latin1_General_100_BIN2 null,
  reason_text nvarchar(max) null,
  order_id binary(16) null,
  outcome nvarchar(20) collate Latin1_General_100_BIN2 not null, -- applied, already-done, informative, waiting, problem, resolved
  problem nvarchar(100) collate Latin1_General_100_BIN2 null,
  business_date int not null,
  answered_at bigint not null
);
create unique index bank_answer_entry on bank_answer (file_kind, message_id, entry, part);
create index bank_answer_order on bank_answer (order_id, outcome);
create index bank_answer_outcome on bank_answer (outcome, number);

-- What the bank said in writing about an order, as one person of finance tells it and another checks it.
create table payment_order_resolution (
  request_id binary(16) not null primary key,
  version int not null,
  order_id binary(16) not null,
  outcome nvarchar(20) collate Latin1_General_100_BIN2 not null, -- paid, not-paid
  not_paid_as nvarchar(20) collate Latin1_General_100_BIN2 null, -- returned, never-booked
  amount bigint null,
  bank_reference nvarchar(500) collate Latin1_General_100_BIN2 null,
  value_date int null,
  amount_corrected int not null,
  reason nvarchar(500) collate Latin1_General_100_BIN2 not null,
  maker nvarchar(256) collate Latin1_General_100_BIN2 not null,
  checker nvarchar(256) collate Latin1_General_100_BIN2 null,
  asked_at bigint not null,
  order_version int not null, -- of the order, and
  last_answer bigint not null, -- the last unsettled answer about it, as the maker saw them
  status nvarchar(20) collate Latin1_General_100_BIN2 not null -- waiting, carried-out, refused
);
create index payment_order_resolution_order on payment_order_resolution (order_id, asked_at);
create unique index payment_order_resolution_waiting on payment_order_resolution (order_id) where status = 'waiting';
