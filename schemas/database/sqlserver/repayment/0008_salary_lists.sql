-- Lists of salary deductions, each paid by its employer with one transfer (docs/adr/0022-salary-lists.md). The transfer is told under the list's reference,
-- its rows under that and their number.
create table salary_list (
  list_id binary(16) not null primary key,
  list_reference nvarchar(500) collate Latin1_General_100_BIN2 not null,
  employer nvarchar(200) collate Latin1_General_100_BIN2 not null,
  value_date int not null,
  content_hash nvarchar(64) collate Latin1_General_100_BIN2 not null, -- SHA-256 of the list as it was sent
  total bigint not null,
  rows_total int not null,
  rows_posted int not null,
  rows_suspended int not null,
  status nvarchar(20) collate Latin1_General_100_BIN2 not null, -- posting, done
  in_suspense binary(16) null, -- what the bank's statement had put in suspense under the reference before the list came
  business_date int not null,
  received_at bigint not null,
  received_by nvarchar(256) collate Latin1_General_100_BIN2 not null
);
create unique index salary_list_reference on salary_list (list_reference);
create index salary_list_received on salary_list (received_at, list_id);
create index salary_list_status on salary_list (status, received_at);

create table salary_row (
  list_id binary(16) not null,
  number int not null, -- 1, 2, 3, ... within the list; rows are handled in this order
  line int not null, -- where it stood in the file
  reference nvarchar(500) collate Latin1_General_100_BIN2 not null, -- the bank reference of its receipt
  told_for nvarchar(100) collate Latin1_General_100_BIN2 not null, -- the deposit id, loan id or contract number, as it was told
  loan_id binary(16) null,
  amount bigint not null,
  repeated int not null, -- 1: a row above is for the same loan
  status nvarchar(20) collate Latin1_General_100_BIN2 not null, -- waiting, posted, suspended
  reason nvarchar(50) collate Latin1_General_100_BIN2 null, -- why it is in suspense, or is to be
  primary key (list_id, number)
);
create unique index salary_row_reference on salary_row (reference);

create index loan_contract_number on loan (contract_number);
