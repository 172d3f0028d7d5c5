-- The pool, its tranches and funders, the reservations and their queue, and the journal (design.md sections 3 and 5).
-- A constraint repeats each limit of rule R5 that one row can answer, so that no mistake in the program can pass it.

-- The pool's ratio (rule R3): the one row that allocations and releases of all tranches take turns on.
create table pool (
  id int not null primary key check (id = 1),
  ratio_alavi int not null check (ratio_alavi >= 0),
  ratio_sina int not null check (ratio_sina >= 0),
  total bigint not null, -- principal allocated and not released
  alavi bigint not null, -- Alavi's part of it
  movements bigint not null, -- steps of pool_movement so far
  last_queue_number bigint not null,
  version bigint not null,
  check (alavi >= 0 and alavi <= total)
);

create table tranche (
  code nvarchar(50) collate Latin1_General_100_BIN2 not null primary key,
  allocation bigint not null check (allocation >= 0),
  reserved_alavi bigint not null check (reserved_alavi >= 0), -- promised and not paid out, orders at the bank included
  reserved_sina bigint not null check (reserved_sina >= 0),
  drawn_alavi bigint not null check (drawn_alavi >= 0), -- paid out and not come back whole
  drawn_sina bigint not null check (drawn_sina >= 0),
  waiting int not null check (waiting >= 0), -- applications in the waiting list
  version bigint not null,
  check (reserved_alavi + reserved_sina + drawn_alavi + drawn_sina <= allocation)
);

create table funder (
  code nvarchar(50) collate Latin1_General_100_BIN2 not null primary key,
  committed bigint not null check (committed >= 0),
  deposited bigint not null check (deposited >= 0),
  reserved bigint not null check (reserved >= 0),
  drawn bigint not null check (drawn >= 0),
  collected bigint not null check (collected >= 0), -- principal repaid, held for the funder
  remitted bigint not null check (remitted >= 0),
  written_off bigint not null check (written_off >= 0),
  version bigint not null,
  check (reserved + drawn <= deposited), -- collections are not lent again
  check (collected + written_off <= drawn),
  check (remitted <= deposited + collected - drawn)
);

-- An application as far as funding knows it; a closed one is remembered, because its approval may arrive later.
create table funded_application (
  application_id binary(16) not null primary key,
  tranche nvarchar(50) collate Latin1_General_100_BIN2 not null,
  latest_round int not null, -- 0 while nothing was asked for
  closed int not null,
  fact_sequence bigint not null, -- facts published on the reservation stream
  version bigint not null
);

create table reservation (
  application_id binary(16) not null,
  round int not null,
  tranche nvarchar(50) collate Latin1_General_100_BIN2 not null,
  county nvarchar(200) collate Latin1_General_100_BIN2 not null,
  amount bigint not null check (amount > 0),
  share_alavi bigint not null check (share_alavi >= 0), -- both 0 until reserved, then frozen
  share_sina bigint not null check (share_sina >= 0),
  state nvarchar(30) collate Latin1_General_100_BIN2 not null, -- queued, reserved, ordered, drawn, released, returned
  shortage nvarchar(20) collate Latin1_General_100_BIN2 null, -- why it was put into the waiting list
  queue_number bigint null, -- order of arrival; kept after it was served
  asked_at bigint not null,
  business_date int not null, -- of the last step
  order_id binary(16) null,
  payment_attempt int not null, -- the last one known, 0 for none
  loan_id binary(16) null,
  version bigint not null,
  primary key (application_id, round),
  check (state in ('queued', 'reserved', 'ordered', 'drawn', 'released', 'returned')),
  check ((share_alavi = 0 and share_sina = 0) or share_alavi + share_sina = amount),
  check (state in ('queued', 'released') or share_alavi + share_sina = amount)
);
create unique index reservation_queue on reservation (tranche, queue_number) where state = 'queued';

-- Every step of a reservation, for the replay by verify (rule R10).
create table reservation_transition (
  application_id binary(16) not null,
  round int not null,
  number bigint not null, -- 1, 2, 3, ... within the round
  from_state nvarchar(30) collate Latin1_General_100_BIN2 null, -- null: the round begins
  cause nvarchar(64) collate Latin1_General_100_BIN2 not null, -- a fact, or Served by the waiting list
  payment_attempt int not null, -- the last one known after the step
  to_state nvarchar(30) collate Latin1_General_100_BIN2 not null,
  message_id binary(16) null, -- of the fact; null where the waiting list came to it
  at bigint not null,
  business_date int not null,
  primary key (application_id, round, number)
);

-- Every step of the pool's ratio in order, with the totals before and after, for the replay by verify (rule R3).
create table pool_movement (
  number bigint not null primary key,
  application_id binary(16) not null,
  round int not null,
  kind nvarchar(50) collate Latin1_General_100_BIN2 not null check (kind in ('allocate', 'release', 'return')),
  ratio_alavi int not null,
  ratio_sina int not null,
  share_alavi bigint not null,
  share_sina bigint not null,
  total_before bigint not null,
  alavi_before bigint not null,
  total_after bigint not null,
  alavi_after bigint not null,
  clamped int not null,
  business_date int not null,
  recorded_at bigint not null
);
create index pool_movement_application on pool_movement (application_id, round);

create table contribution (
  contribution_id binary(16) not null primary key,
  funder nvarchar(20) collate Latin1_General_100_BIN2 not null,
  amount bigint not null check (amount > 0),
  channel nvarchar(50) collate Latin1_General_100_BIN2 not null,
  bank_reference nvarchar(500) collate Latin1_General_100_BIN2 not null,
  value_date int not null,
  status nvarchar(20) collate Latin1_General_100_BIN2 not null check (status in ('waiting', 'recorded', 'refused')),
  request_id binary(16) not null,
  maker nvarchar(256) collate Latin1_General_100_BIN2 not null,
  checker nvarchar(256) collate Latin1_General_100_BIN2 null,
  asked_at bigint not null,
  version bigint not null
);
-- One transfer at the bank is recorded once, for ever; a request that was refused leaves its reference free for the right one.
create unique index contribution_reference on contribution (channel, bank_reference) where status <> 'refused';

create table funded_loan (
  loan_id binary(16) not null primary key,
  application_id binary(16) not null,
  round int not null,
  tranche nvarchar(50) collate Latin1_General_100_BIN2 not null,
  share_alavi bigint not null check (share_alavi >= 0),
  share_sina bigint not null check (share_sina >= 0),
  collected_alavi bigint not null check (collected_alavi >= 0),
  collected_sina bigint not null check (collected_sina >= 0),
  state nvarchar(30) collate Latin1_General_100_BIN2 not null check (state in ('lent', 'settled', 'returned')),
  last_sequence bigint not null, -- of the loan's facts that are in the books: they are booked in order
  version bigint not null,
  check (collected_alavi <= share_alavi and collected_sina <= share_sina)
);
create unique index funded_loan_reservation on funded_loan (application_id, round);

-- Append-only. One source, one entry; a correction is a new entry that names the one it corrects.
create table journal_entry (
  id bigint identity(1,1) not null primary key,
  entry_id binary(16) not null unique,
  kind nvarchar(50) collate Latin1_General_100_BIN2 not null,
  business_date int not null, -- the booking date
  recorded_at bigint not null,
  source_id binary(16) not null unique, -- the fact's message id, or the contribution
  subject_id binary(16) not null, -- the loan; before there is one, the application; or the contribution
  value_date int null,
  bank_reference nvarchar(500) collate Latin1_General_100_BIN2 null,
  corrects binary(16) null references journal_entry (entry_id),
  hash nvarchar(64) collate Latin1_General_100_BIN2 not null,
  seal bigint null
);
create index journal_entry_date on journal_entry (business_date, id);
create index journal_entry_subject on journal_entry (subject_id, id);
create index journal_entry_seal on journal_entry (seal, id);

-- A line is a transfer of one owner's money from the credited to the debited account.
create table journal_line (
  entry_id binary(16) not null references journal_entry (entry_id),
  line int not null,
  debit nvarchar(30) collate Latin1_General_100_BIN2 not null,
  credit nvarchar(30) collate Latin1_General_100_BIN2 not null,
  owner nvarchar(20) collate Latin1_General_100_BIN2 not null check (owner in ('ALAVI', 'SINA', 'SERVICER')),
  tranche nvarchar(50) collate Latin1_General_100_BIN2 null,
  amount bigint not null check (amount > 0),
  primary key (entry_id, line),
  check (debit <> credit)
);

-- Kept in the transaction of each entry: the trial balance as of any day, without a look at the journal.
create table balance (
  account nvarchar(30) collate Latin1_General_100_BIN2 not null,
  owner nvarchar(20) collate Latin1_General_100_BIN2 not null,
  tranche nvarchar(50) collate Latin1_General_100_BIN2 not null, -- empty for money of no tranche
  business_date int not null,
  debits bigint not null check (debits >= 0),
  credits bigint not null check (credits >= 0),
  primary key (account, owner, tranche, business_date)
);
