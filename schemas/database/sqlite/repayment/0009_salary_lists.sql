-- Lists of salary deductions, each paid by its employer with one transfer (docs/adr/0022-salary-lists.md). The transfer is told under the list's reference,
-- its rows under that and their number.
create table salary_list (
  list_id blob not null primary key,
  list_reference text not null,
  employer text not null,
  value_date int not null,
  content_hash text not null, -- SHA-256 of the list as it was sent
  total bigint not null,
  rows_total int not null,
  rows_posted int not null,
  rows_suspended int not null,
  status text not null, -- posting, done
  in_suspense blob null, -- what the bank's statement had put in suspense under the reference before the list came
  business_date int not null,
  received_at bigint not null,
  received_by text not null
) without rowid;
create unique index salary_list_reference on salary_list (list_reference);
create index salary_list_received on salary_list (received_at, list_id);
create index salary_list_status on salary_list (status, received_at);

create table salary_row (
  list_id blob not null,
  number int not null, -- 1, 2, 3, ... within the list; rows are handled in this order
  line int not null, -- where it stood in the file
  reference text not null, -- the bank reference of its receipt
  told_for text not null, -- the deposit id, loan id or contract number, as it was told
  loan_id blob null,
  amount bigint not null,
  repeated int not null, -- 1: a row above is for the same loan
  status text not null, -- waiting, posted, suspended
  reason text null, -- why it is in suspense, or is to be
  primary key (list_id, number)
) without rowid;
create unique index salary_row_reference on salary_row (reference);

create index loan_contract_number on loan (contract_number);
