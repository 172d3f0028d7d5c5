-- The bank's statement and another channel tell the same money (docs/adr/0014-the-banks-statement.md). Whoever makes a receipt or suspense under a
-- reference takes the next place there, so that two channels that tell it side by side meet on one key. The shared reference is the bank's own:
-- without the /0123456789ab that tells lines of a statement apart.
alter table told_payment add shared_reference nvarchar(500) collate Latin1_General_100_BIN2 null;
update told_payment set shared_reference = case
  when bank_reference like '_%/[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]' and right(bank_reference, 12) like '%[a-f]%'
  then left(bank_reference, len(bank_reference) - 13) else bank_reference end;
alter table told_payment add place int null;
update told_payment set place = numbered.place from (
  select channel, bank_reference, row_number() over (partition by shared_reference order by channel, bank_reference) as place from told_payment
) numbered where numbered.channel = told_payment.channel and numbered.bank_reference = told_payment.bank_reference;
create unique index told_payment_place on told_payment (shared_reference, place);

-- The other telling of this money, which made nothing: each money is told by one line and by one other channel.
alter table told_payment add repeated_channel nvarchar(50) collate Latin1_General_100_BIN2 null;
alter table told_payment add repeated_reference nvarchar(500) collate Latin1_General_100_BIN2 null;
