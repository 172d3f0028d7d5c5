-- The bank's statements, line by line, beside what the books say moved on the pool's account; what agrees is matched, the rest is a break
-- (rule R7). A line is known by its key for ever: the same line in another file is no second one.

create table statement_file (
  file_id binary(16) not null primary key,
  content_hash nvarchar(64) collate Latin1_General_100_BIN2 not null unique, -- of the bytes: the same file twice changes nothing
  format nvarchar(50) collate Latin1_General_100_BIN2 not null,
  bytes bigint not null,
  status nvarchar(50) collate Latin1_General_100_BIN2 not null check (status in ('reading', 'read', 'compared')),
  lines_total int not null,
  lines_read int not null, -- of the file, from the first, that are stored or were known before
  lines_known int not null, -- of these, already told by another file
  fact_sequence bigint not null, -- facts published about this file
  received_at bigint not null,
  received_by nvarchar(256) collate Latin1_General_100_BIN2 not null,
  business_date int not null
);
create index statement_file_received on statement_file (received_at);

create table statement (
  file_id binary(16) not null references statement_file (file_id),
  number int not null, -- 1, 2, 3, ... within the file
  bank_id nvarchar(500) collate Latin1_General_100_BIN2 null, -- the bank's own id of the statement
  account nvarchar(100) collate Latin1_General_100_BIN2 not null,
  period_from int null,
  period_to int null,
  opening bigint null,
  closing bigint null,
  hash nvarchar(64) collate Latin1_General_100_BIN2 not null, -- of the columns above
  primary key (file_id, number)
);

create table statement_line (
  line_id binary(16) not null primary key,
  line_key nvarchar(64) collate Latin1_General_100_BIN2 not null unique,
  file_id binary(16) not null references statement_file (file_id),
  statement int not null,
  number int not null, -- of the entry in the file, from 1
  detail int not null, -- of the transaction in a batched entry, from 1; 0 for the whole entry
  text_line bigint not null, -- of the file, where it begins
  account nvarchar(100) collate Latin1_General_100_BIN2 not null,
  credit int not null check (credit in (0, 1)),
  amount bigint not null check (amount > 0),
  value_date int not null,
  booking_date int not null,
  reference nvarchar(500) collate Latin1_General_100_BIN2 not null, -- the bank's, made unique within a batched entry; of our making where the bank has none
  end_to_end_id nvarchar(500) collate Latin1_General_100_BIN2 null,
  deposit_id nvarchar(50) collate Latin1_General_100_BIN2 null,
  loan_id binary(16) null, -- whose deposit id that is
  payer nvarchar(500) null,
  payer_iban nvarchar(50) collate Latin1_General_100_BIN2 null,
  narrative nvarchar(max) null,
  reversal int not null,
  return_reason nvarchar(500) collate Latin1_General_100_BIN2 null,
  hash nvarchar(64) collate Latin1_General_100_BIN2 not null, -- of the columns above but loan_id
  state nvarchar(50) collate Latin1_General_100_BIN2 not null check (state in ('new', 'open', 'sent', 'matched', 'excluded')),
  sent_as nvarchar(500) collate Latin1_General_100_BIN2 null, -- the reference under which it was sent on: the line's own, unless another line has it
  match_id binary(16) null,
  business_date int not null, -- of the reading
  version bigint not null,
  check ((state = 'matched' and match_id is not null) or (state <> 'matched' and match_id is null))
);
create index statement_line_file on statement_line (file_id, number, detail);
create index statement_line_new on statement_line (file_id, number, detail) where state = 'new';
create index statement_line_reference on statement_line (reference);
create index statement_line_sent_as on statement_line (sent_as) where sent_as is not null;
create index statement_line_end_to_end on statement_line (end_to_end_id) where end_to_end_id is not null;
create index statement_line_loan on statement_line (loan_id, amount) where loan_id is not null;
create index statement_line_amount on statement_line (value_date, amount) where match_id is null;
create index statement_line_match on statement_line (match_id) where match_id is not null;

-- What the journal says moved on the pool's account, one row for each entry that moved anything there.
create table bank_movement (
  entry_id binary(16) not null primary key references journal_entry (entry_id),
  kind nvarchar(50) collate Latin1_General_100_BIN2 not null, -- of the entry
  subject_id binary(16) not null, -- of the entry
  credit int not null check (credit in (0, 1)),
  amount bigint not null check (amount > 0),
  value_date int not null,
  reference nvarchar(500) collate Latin1_General_100_BIN2 null,
  batch_reference nvarchar(500) collate Latin1_General_100_BIN2 null, -- what stands before the stroke, where the bank told one of a batch as reference/detail
  end_to_end_id nvarchar(500) collate Latin1_General_100_BIN2 null,
  match_id binary(16) null,
  looked int not null, -- 1 once lines have been looked for
  excluded int not null, -- 1 when two people said that the bank never shows it
  business_date int not null,
  version bigint not null
);
create index bank_movement_unlooked on bank_movement (business_date) where looked = 0;
create index bank_movement_reference on bank_movement (reference) where reference is not null;
create index bank_movement_batch on bank_movement (batch_reference) where batch_reference is not null;
create index bank_movement_end_to_end on bank_movement (end_to_end_id) where end_to_end_id is not null;
create index bank_movement_subject on bank_movement (subject_id, amount);
create index bank_movement_amount on bank_movement (value_date, amount) where match_id is null;
create index bank_movement_match on bank_movement (match_id) where match_id is not null;

insert into bank_movement (
  entry_id, kind, subject_id, credit, amount, value_date, reference, batch_reference, end_to_end_id, match_id, looked, excluded, business_date, version)
select e.entry_id, e.kind, e.subject_id, case when m.net > 0 then 1 else 0 end, case when m.net > 0 then m.net else -m.net end, coalesce(e.value_date, e.business_date), e.bank_reference,
  case when charindex('/', e.bank_reference) > 1 then left(e.bank_reference, charindex('/', e.bank_reference) - 1) end,
  case when e.kind in ('disbursement', 'disbursement-returned') then 'LS' + convert(nvarchar(32), r.order_id, 2) end, null, 0, 0, e.business_date, 1
from journal_entry e
join (
  select l.entry_id, sum(
    case when l.debit in ('CASH', 'CLEARING') then l.amount else 0 end - case when l.credit in ('CASH', 'CLEARING') then l.amount else 0 end) as net
  from journal_line l group by l.entry_id) m on m.entry_id = e.entry_id
left join reservation r on r.loan_id = e.subject_id
where m.net <> 0;

-- Lines and movements that are the same money: the sum of the ones is the sum of the others.
create table bank_match (
  match_id binary(16) not null primary key,
  matched_by nvarchar(50) collate Latin1_General_100_BIN2 not null, -- end-to-end-id, deposit-id, reference, amount-and-date, by-hand
  credit int not null,
  amount bigint not null check (amount > 0),
  lines int not null,
  movements int not null,
  business_date int not null,
  at bigint not null,
  request_id binary(16) null -- of the two people who matched it by hand
);

-- What has not been matched, by what it looks like, and money in suspense; its id is the line's, the entry's or that of the money in suspense.
create table statement_break (
  number bigint identity(1, 1) not null primary key,
  break_id binary(16) not null unique,
  side nvarchar(50) collate Latin1_General_100_BIN2 not null check (side in ('line', 'movement', 'suspense')),
  kind nvarchar(50) collate Latin1_General_100_BIN2 not null, -- missing-in-bank, missing-in-books, amount-differs, duplicate, reversed, unknown-payer
  credit int not null,
  amount bigint not null check (amount > 0),
  value_date int not null,
  other_id binary(16) null, -- what it was compared with
  opened_on int not null,
  closed_on int null,
  closed_as nvarchar(50) collate Latin1_General_100_BIN2 null, -- matched, excluded, assigned, contribution
  version bigint not null,
  check ((closed_on is null and closed_as is null) or (closed_on is not null and closed_as is not null))
);
create index statement_break_open on statement_break (number) where closed_on is null;


insert into statement_break (break_id, side, kind, credit, amount, value_date, other_id, opened_on, closed_on, closed_as, version)
select m.subject_id, 'suspense', 'unknown-payer', m.credit, m.amount, m.value_date, null, m.business_date, null, null, 1
from bank_movement m where m.kind = 'suspense';

-- What one person of finance says a break is, and another checks.
create table break_resolution (
  request_id binary(16) not null primary key,
  break_id binary(16) not null,
  action nvarchar(50) collate Latin1_General_100_BIN2 not null check (action in ('match', 'exclude', 'assign', 'contribution')),
  reason nvarchar(500) collate Latin1_General_100_BIN2 not null,
  details nvarchar(max) not null,
  status nvarchar(50) collate Latin1_General_100_BIN2 not null check (status in ('waiting', 'recorded', 'refused')),
  maker nvarchar(256) collate Latin1_General_100_BIN2 not null,
  checker nvarchar(256) collate Latin1_General_100_BIN2 null,
  asked_at bigint not null,
  version bigint not null
);
create unique index break_resolution_waiting on break_resolution (break_id) where status = 'waiting';

-- Which loan a deposit id means, as its opening told it.
create table loan_deposit_id (
  deposit_id nvarchar(50) collate Latin1_General_100_BIN2 not null primary key,
  loan_id binary(16) not null
);

-- Which receipt a repayment in the journal is of, and which money in suspense it was made of, if any.
create table journal_receipt (
  entry_id binary(16) not null primary key references journal_entry (entry_id),
  receipt_id binary(16) not null,
  suspense_id binary(16) null
);
