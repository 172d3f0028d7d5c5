-- Credit that has been paid back to its borrower (rules R6 and R9; docs/adr/0016-refunds.md). loan.credit is what the receipts make of it; what is
-- owed back is that less what was refunded.
create table refund (
  refund_id blob not null primary key,
  message_id blob not null, -- of the CreditRefunded by which Funding told of it
  loan_id blob not null,
  amount bigint not null check (amount > 0),
  value_date int not null,
  bank_reference text not null,
  business_date int not null
) without rowid;
create unique index refund_message on refund (message_id);
create index refund_loan on refund (loan_id);

alter table loan add column refunded bigint null;
update loan set refunded = 0;
