-- Payment orders, the files they are given to the bank in, and what the bank answered.

create table application (
  application_id blob not null primary key,
  version int not null,
  fact_sequence bigint not null -- facts published on the payment-order stream
) without rowid;

create table payment_file (
  number integer primary key autoincrement,
  file_id blob not null unique,
  version int not null,
  message_id text not null,
  created_at bigint not null,
  execution_date int not null,
  debtor_name text not null,
  debtor_iban text not null,
  debtor_bic text not null,
  transfers int not null,
  control_sum bigint not null,
  state text not null, -- assigned, written
  content_hash text null, -- of the bytes in the bank's folder
  written_at bigint null
);
create unique index payment_file_message_id on payment_file (message_id);
create index payment_file_state on payment_file (state, number);

-- What is paid to whom never changes after the order is made; only its state and what the bank said of it do.
create table payment_order (
  number integer primary key autoincrement,
  order_id blob not null unique,
  version int not null,
  application_id blob not null,
  payment_attempt int not null,
  reservation_round int not null,
  state text not null, -- ordered, in-file, sent, paid, refused, returned, bounced
  end_to_end_id text not null,
  national_id text not null,
  full_name text not null,
  county text not null,
  tranche text not null,
  contract_number text not null,
  terms text not null,
  amount bigint not null,
  alavi bigint not null,
  sina bigint not null,
  iban text not null,
  ordered_on int not null,
  ordered_at bigint not null,
  file_id blob null,
  file_position int null,
  stands_for_attempt int null, -- the later attempt that a refused order was taken as the payment of
  loan_id blob null,
  value_date int null,
  bank_reference text null,
  returned_on int null,
  reason_code text null,
  reason_text text null
);
create unique index payment_order_attempt on payment_order (application_id, payment_attempt);
create unique index payment_order_stands_for on payment_order (application_id, stands_for_attempt) where stands_for_attempt is not null;
create unique index payment_order_end_to_end_id on payment_order (end_to_end_id);
create unique index payment_order_bank_reference on payment_order (bank_reference) where bank_reference is not null;
create unique index payment_order_file on payment_order (file_id, file_position) where file_id is not null;
create index payment_order_state on payment_order (state, number);

create table payment_order_transition (
  order_id blob not null,
  number int not null,
  from_state text not null,
  event text not null,
  to_state text not null,
  at bigint not null,
  business_date int not null,
  cause text not null, -- the message id of the file, or the id of the resolution, that moved it
  primary key (order_id, number)
) without rowid;

create table bank_file (
  kind text not null, -- camt.054, pain.002: each numbers its messages by itself
  message_id text not null,
  version int not null,
  content_hash text not null,
  entries int not null,
  applied int not null, -- entries, from the first, that are in bank_answer
  received_at bigint not null,
  primary key (kind, message_id)
) without rowid;

-- One row for each answer about one payment; a refusal of a whole file has one for each of its orders.
create table bank_answer (
  number integer primary key autoincrement,
  file_kind text not null, -- or resolution: the bank's word in writing, its message id the request's
  message_id text not null,
  entry int not null,
  part int not null,
  kind text not null, -- paid, refused, returned, informative
  end_to_end_id text not null,
  amount bigint null,
  value_date int null,
  bank_reference text null,
  reason_code text null,
  reason_text text null,
  order_id blob null,
  outcome text not null, -- applied, already-done, informative, waiting, problem, resolved
  problem text null,
  business_date int not null,
  answered_at bigint not null
);
create unique index bank_answer_entry on bank_answer (file_kind, message_id, entry, part);
create index bank_answer_order on bank_answer (order_id, outcome);
create index bank_answer_outcome on bank_answer (outcome, number);

-- What the bank said in writing about an order, as one person of finance tells it and another checks it.
create table payment_order_resolution (
  request_id blob not null primary key,
  version int not null,
  order_id blob not null,
  outcome text not null, -- paid, not-paid
  not_paid_as text null, -- returned, never-booked
  amount bigint null,
  bank_reference text null,
  value_date int null,
  amount_corrected int not null,
  reason text not null,
  maker text not null,
  checker text null,
  asked_at bigint not null,
  order_version int not null, -- of the order, and
  last_answer bigint not null, -- the last unsettled answer about it, as the maker saw them
  status text not null -- waiting, carried-out, refused
) without rowid;
create index payment_order_resolution_order on payment_order_resolution (order_id, asked_at);
create unique index payment_order_resolution_waiting on payment_order_resolution (order_id) where status = 'waiting';
