-- What borrowers and guarantors are told, each once.

create table notification (
  number integer primary key autoincrement, -- in order of telling; what lists and cursors go by
  notification_id blob not null unique, -- the key under which the gateway takes it once
  application_id blob not null,
  county text not null, -- of the application when it was told
  event text not null,
  subject text not null, -- which one of the event: a revision, a loan, an instalment, a receipt
  recipient text not null, -- borrower or guarantor
  recipient_number int not null, -- 0, or the guarantor's number
  mobile text null,
  body text not null, -- as it is sent
  business_date int not null, -- of what is told
  status text not null,
  reason text null, -- a code: why it is not sent
  attempts int not null, -- times it was given to the gateway since it was queued
  queued_at bigint not null,
  due_at bigint null, -- when it is sent next; null: not any more
  claim blob null, -- who is sending it
  claimed_until bigint null,
  sent_at bigint null
);
create unique index notification_key on notification (application_id, event, subject, recipient_number);
create index notification_status on notification (status, number);
create index notification_county on notification (county, number);
