-- What borrowers and guarantors are told, each once.

create table notification (
  number bigint identity(1,1) not null primary key, -- in order of telling; what lists and cursors go by
  notification_id binary(16) not null unique, -- the key under which the gateway takes it once
  application_id binary(16) not null,
  county nvarchar(200) collate Latin1_General_100_BIN2 not null, -- of the application when it was told
  event nvarchar(30) collate Latin1_General_100_BIN2 not null,
  subject nvarchar(100) collate Latin1_General_100_BIN2 not null, -- which one of the event: a revision, a loan, an instalment, a receipt
  recipient nvarchar(30) collate Latin1_General_100_BIN2 not null, -- borrower or guarantor
  recipient_number int not null, -- 0, or the guarantor's number
  mobile nvarchar(20) collate Latin1_General_100_BIN2 null,
  body nvarchar(500) collate Latin1_General_100_BIN2 not null, -- as it is sent
  business_date int not null, -- of what is told
  status nvarchar(30) collate Latin1_General_100_BIN2 not null,
  reason nvarchar(100) collate Latin1_General_100_BIN2 null, -- a code: why it is not sent
  attempts int not null, -- times it was given to the gateway since it was queued
  queued_at bigint not null,
  due_at bigint null, -- when it is sent next; null: not any more
  claim binary(16) null, -- who is sending it
  claimed_until bigint null,
  sent_at bigint null
);
create unique index notification_key on notification (application_id, event, subject, recipient_number);
create index notification_status on notification (status, number);
create index notification_county on notification (county, number);
