-- The close of each business day: which days are closed, how far one has come, and what each loan was told (docs/close-of-day.md).
create table close_of_day (
  business_date int not null primary key,
  through_serial bigint not null, -- loans opened until it began
  partitions int not null,
  started_at bigint not null,
  finished_at bigint null, -- null while it is under way
  loans int not null,
  falling_due int not null,
  falling_due_amount bigint not null,
  overdue int not null,
  overdue_amount bigint not null,
  reclassified int not null
);

-- One row for each partition that is done, in the transaction of what it told: a partition is closed once.
create table close_of_day_partition (
  business_date int not null,
  number int not null, -- 1, 2, 3, ...
  loans int not null,
  falling_due int not null,
  falling_due_amount bigint not null,
  overdue int not null,
  overdue_amount bigint not null,
  reclassified int not null,
  done_at bigint not null,
  primary key (business_date, number)
);

-- What the last close that had to say something about a loan said. Beside the loan, so that closing a day and receipts never wait for each other.
create table loan_day (
  loan_id binary(16) not null primary key,
  serial bigint not null,
  fact_sequence bigint not null,
  class nvarchar(20) collate Latin1_General_100_BIN2 not null, -- current, past_due, overdue, doubtful
  due_told int null, -- the due date that was announced
  overdue_told int null, -- the oldest unpaid due date that was told as overdue
  next_mark int null -- from which day on it is told again: another month is full
);
create index loan_day_class on loan_day (serial, class);
