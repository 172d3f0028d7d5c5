-- Credit that has been paid back to its borrower (rules R6 and R9; docs/adr/0016-refunds.md). loan.credit is what the receipts make of it; what is
-- owed back is that less what was refunded.
create table refund (
  refund_id binary(16) not null primary key,
  message_id binary(16) not null, -- of the CreditRefunded by which Funding told of it
  loan_id binary(16) not null,
  amount bigint not null check (amount > 0),
  value_date int not null,
  bank_reference nvarchar(500) collate Latin1_General_100_BIN2 not null,
  business_date int not null
);
create unique index refund_message on refund (message_id);
create index refund_loan on refund (loan_id);

alter table loan add refunded bigint null;
update loan set refunded = 0;
