-- Money that came to the bank and that no loan could take: it waits for a person to assign it (design.md section 3, rules R7 and R8).
create table suspense (
  id binary(16) not null primary key,
  message_id binary(16) not null, -- of the ReceiptSuspended that Funding books
  channel nvarchar(50) collate Latin1_General_100_BIN2 not null,
  bank_reference nvarchar(500) collate Latin1_General_100_BIN2 not null,
  amount bigint not null,
  value_date int not null,
  told_for nvarchar(100) collate Latin1_General_100_BIN2 not null, -- the deposit id or the loan id, as it was told
  reason nvarchar(50) collate Latin1_General_100_BIN2 not null, -- deposit-id.invalid, deposit-id.unknown, loan.unknown, value-date.before-paying-out
  business_date int not null,
  received_at bigint not null,
  received_by nvarchar(256) collate Latin1_General_100_BIN2 not null
);
create unique index suspense_bank_reference on suspense (channel, bank_reference);
create unique index suspense_message on suspense (message_id);

-- Every bank reference that has become a receipt or suspense: the one key that both share, so that one reference is never both.
create table told_payment (
  channel nvarchar(50) collate Latin1_General_100_BIN2 not null,
  bank_reference nvarchar(500) collate Latin1_General_100_BIN2 not null
);
create unique index told_payment_reference on told_payment (channel, bank_reference);
insert into told_payment (channel, bank_reference) select channel, bank_reference from receipt;
