-- Money that came to the bank and that no loan could take: it waits for a person to assign it (design.md section 3, rules R7 and R8).

create table suspense (
  id blob not null primary key,
  message_id blob not null, -- of the ReceiptSuspended that Funding books
  channel text not null,
  bank_reference text not null,
  amount bigint not null,
  value_date int not null,
  told_for text not null, -- the deposit id or the loan id, as it was told
  reason text not null, -- deposit-id.invalid, deposit-id.unknown, loan.unknown, value-date.before-paying-out
  business_date int not null,
  received_at bigint not null,
  received_by text not null
) without rowid;
create unique index suspense_bank_reference on suspense (channel, bank_reference);
create unique index suspense_message on suspense (message_id);

-- Every bank reference that has become a receipt or suspense: the one key that both share, so that one reference is never both.
create table told_payment (
  channel text not null,
  bank_reference text not null
);
create unique index told_payment_reference on told_payment (channel, bank_reference);
insert into told_payment (channel, bank_reference) select channel, bank_reference from receipt;
