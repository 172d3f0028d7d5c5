-- What every service's database holds besides its own tables (design.md section 5).
-- Texts that are keys or compared are compared byte by byte, as SQLite does: two references that differ in case are two.
-- Every statement ends with a semicolon at the end of its line, and is sent by itself.
-- Ids are 16 big-endian bytes, dates yyyymmdd, instants microseconds since 1970 in UTC, money whole rials.

create table inbox (
  message_id binary(16) not null,
  received_at bigint not null,
  primary key (message_id)
);

create table waiting (
  id bigint identity(1,1) not null primary key,
  wait_key nvarchar(100) collate Latin1_General_100_BIN2 not null,
  message_id binary(16) not null unique,
  type nvarchar(100) collate Latin1_General_100_BIN2 not null,
  sequence bigint not null, -- the fact's own, among those of its stream and key
  body nvarchar(max) not null,
  waiting_since bigint not null,
  due int not null, -- 1 when what it waits for has arrived and it has not been handled since
  attempts int not null,
  last_error nvarchar(max) null, -- why handling it failed; it is handled again at the next arrival
  looked int not null default 0 -- 1 once it has been looked at a second time, when every unit of work that had begun before it has ended
);
create index waiting_key on waiting (wait_key, due);
create index waiting_due on waiting (due, sequence, id);
create index waiting_unlooked on waiting (looked, waiting_since);

create table outbox (
  message_id binary(16) not null primary key,
  type nvarchar(100) collate Latin1_General_100_BIN2 not null,
  body nvarchar(max) not null,
  created_at bigint not null
);

-- One row per (message, subscriber); it goes when that subscriber has the message.
create table delivery (
  id bigint identity(1,1) not null primary key,
  message_id binary(16) not null,
  subscriber nvarchar(64) collate Latin1_General_100_BIN2 not null,
  partition_key nvarchar(64) collate Latin1_General_100_BIN2 not null,
  slot int not null,
  state int not null, -- 0 to be delivered, 1 parked
  attempts int not null,
  visible_at bigint not null,
  last_error nvarchar(max) null,
  unique (message_id, subscriber)
);
create index delivery_order on delivery (subscriber, partition_key, id);
create index delivery_visible on delivery (state, visible_at);

create table dispatcher_slot (
  slot int not null primary key,
  token bigint not null, -- the fencing number of whoever holds the slot
  expires_at bigint not null
);

create table idempotency (
  subject nvarchar(256) collate Latin1_General_100_BIN2 not null,
  idempotency_key nvarchar(100) collate Latin1_General_100_BIN2 not null,
  request_hash nvarchar(64) collate Latin1_General_100_BIN2 not null,
  status int not null,
  location nvarchar(400) collate Latin1_General_100_BIN2 null,
  answer nvarchar(max) null,
  created_at bigint not null,
  primary key (subject, idempotency_key)
);

create table audit (
  id bigint identity(1,1) not null primary key,
  entry_id binary(16) not null unique,
  at bigint not null,
  business_date int not null,
  actor nvarchar(256) collate Latin1_General_100_BIN2 not null,
  action nvarchar(100) collate Latin1_General_100_BIN2 not null,
  subject_type nvarchar(50) collate Latin1_General_100_BIN2 not null,
  subject_id nvarchar(500) collate Latin1_General_100_BIN2 not null,
  details nvarchar(max) not null,
  hash nvarchar(64) collate Latin1_General_100_BIN2 not null,
  seal bigint null
);
create index audit_subject on audit (subject_type, subject_id, id);
-- verify walks the chain block by block; the sealer looks for what has no seal
create index audit_seal on audit (seal, id);

create table seal_block (
  log nvarchar(50) collate Latin1_General_100_BIN2 not null,
  number bigint not null,
  entries int not null,
  previous_hash nvarchar(64) collate Latin1_General_100_BIN2 not null,
  hash nvarchar(64) collate Latin1_General_100_BIN2 not null,
  sealed_at bigint not null,
  primary key (log, number)
);

create table check_request (
  request_id binary(16) not null primary key,
  kind nvarchar(100) collate Latin1_General_100_BIN2 not null,
  subject_id nvarchar(100) collate Latin1_General_100_BIN2 not null,
  payload nvarchar(max) not null,
  reason nvarchar(500) collate Latin1_General_100_BIN2 null,
  maker nvarchar(256) collate Latin1_General_100_BIN2 not null,
  made_at bigint not null,
  business_date int not null,
  status nvarchar(20) collate Latin1_General_100_BIN2 not null, -- waiting, approved, refused
  checker nvarchar(256) collate Latin1_General_100_BIN2 null,
  check_reason nvarchar(1000) collate Latin1_General_100_BIN2 null,
  county nvarchar(200) collate Latin1_General_100_BIN2 null, -- where the request's subject is: it decides who may see and decide it
  person nvarchar(20) collate Latin1_General_100_BIN2 null -- the national id of whom it is about; never shown
);
create index check_request_waiting on check_request (status, kind);

create table business_date (
  id int not null primary key check (id = 1),
  date int not null,
  sequence bigint not null,
  by_hand int not null -- 1 when somebody set it, so that the calendar does not move it on
);

-- Kept by the owner of the business date only: how far each service has followed.
create table business_date_adoption (
  service nvarchar(64) collate Latin1_General_100_BIN2 not null primary key,
  change_sequence bigint not null
);

-- Who delivers from this database now: each takes about the same number of slots.
create table dispatcher (
  instance_id binary(16) not null primary key,
  expires_at bigint not null
);

-- The last fencing number that was given.
create table dispatcher_token (
  id int not null primary key check (id = 1),
  last_token bigint not null
);
