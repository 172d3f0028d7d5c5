-- What every service's database holds besides its own tables (design.md section 5).
-- Ids are 16 big-endian bytes, dates yyyymmdd, instants microseconds since 1970 in UTC, money whole rials.

create table inbox (
  message_id blob not null,
  received_at bigint not null,
  primary key (message_id)
) without rowid;

create table waiting (
  id integer primary key autoincrement,
  wait_key text not null,
  message_id blob not null unique,
  type text not null,
  sequence bigint not null, -- the fact's own, among those of its stream and key
  body text not null,
  waiting_since bigint not null,
  due int not null, -- 1 when what it waits for has arrived and it has not been handled since
  attempts int not null,
  last_error text null -- why handling it failed; it is handled again at the next arrival
);
create index waiting_key on waiting (wait_key, due);
create index waiting_due on waiting (sequence, id) where due = 1;
create index waiting_stuck on waiting (id) where last_error is not null;

create table outbox (
  message_id blob not null primary key,
  type text not null,
  body text not null,
  created_at bigint not null
) without rowid;

-- One row per (message, subscriber); it goes when that subscriber has the message.
create table delivery (
  id integer primary key autoincrement,
  message_id blob not null,
  subscriber text not null,
  partition_key text not null,
  slot int not null,
  state int not null, -- 0 to be delivered, 1 parked
  attempts int not null,
  visible_at bigint not null,
  last_error text null,
  unique (message_id, subscriber)
);
create index delivery_order on delivery (subscriber, partition_key, id);
create index delivery_visible on delivery (state, visible_at);

create table dispatcher_slot (
  slot int not null primary key,
  token bigint not null, -- the fencing number of whoever holds the slot
  expires_at bigint not null
) without rowid;

create table idempotency (
  subject text not null,
  idempotency_key text not null,
  request_hash text not null,
  status int not null,
  location text null,
  answer text null,
  created_at bigint not null,
  primary key (subject, idempotency_key)
) without rowid;

create table audit (
  id integer primary key autoincrement,
  entry_id blob not null unique,
  at bigint not null,
  business_date int not null,
  actor text not null,
  action text not null,
  subject_type text not null,
  subject_id text not null,
  details text not null,
  hash text not null,
  seal bigint null
);
create index audit_subject on audit (subject_type, subject_id, id);
create index audit_seal on audit (seal, id); -- verify walks the chain block by block
create index audit_unsealed on audit (id) where seal is null;

create table seal_block (
  log text not null,
  number bigint not null,
  entries int not null,
  previous_hash text not null,
  hash text not null,
  sealed_at bigint not null,
  primary key (log, number)
) without rowid;

create table check_request (
  request_id blob not null primary key,
  kind text not null,
  subject_id text not null,
  payload text not null,
  reason text null,
  maker text not null,
  made_at bigint not null,
  business_date int not null,
  status text not null, -- waiting, approved, refused
  checker text null,
  check_reason text null,
  county text null, -- where the request's subject is: it decides who may see and decide it
  person text null -- the national id of whom it is about; never shown
) without rowid;
create index check_request_waiting on check_request (status, kind);

create table business_date (
  id int not null primary key check (id = 1),
  date int not null,
  sequence bigint not null,
  by_hand int not null -- 1 when somebody set it, so that the calendar does not move it on
) without rowid;

-- Kept by the owner of the business date only: how far each service has followed.
create table business_date_adoption (
  service text not null primary key,
  change_sequence bigint not null
) without rowid;
