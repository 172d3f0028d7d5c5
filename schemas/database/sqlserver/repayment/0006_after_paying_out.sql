-- What happens to a loan after it is paid out: its plan is changed, a receipt is taken back, it is written off (docs/adr/0018-changes-of-plan.md,
-- docs/adr/0021-write-off.md).
alter table loan add fee_grace_months int null;
update loan set fee_grace_months = 0;
-- OldestInstalmentFirst, FeesFirst, DuePrincipalFirst
alter table loan add allocation_order nvarchar(30) collate Latin1_General_100_BIN2 null;
update loan set allocation_order = 'OldestInstalmentFirst';
-- the version of the tranche's product that was signed; null where it was not kept
alter table loan add product_from int null;
-- kind/effective on/from/first due/due day/instalments/principal before, separated by spaces
alter table loan add plan_changes nvarchar(max) null;
update loan set plan_changes = '';
-- receipts of later value dates are recoveries
alter table loan add written_off_on int null;
alter table loan add recovered bigint null;
update loan set recovered = 0;

-- it counts no longer
alter table receipt add reversed_on int null;

-- Null where nothing was written off or recovered, as in all postings of before.
alter table posting add written_off_alavi bigint null;
alter table posting add written_off_sina bigint null;
alter table posting add recovered_alavi bigint null;
alter table posting add recovered_sina bigint null;

-- A receipt that two people have taken back.
create table reversal (
  receipt_id binary(16) not null primary key,
  reversal_id binary(16) not null, -- the cause of its posting
  loan_id binary(16) not null,
  suspense_id binary(16) null, -- the money is in the bank all the same, as this suspense; null: the bank has taken it back
  reason nvarchar(500) collate Latin1_General_100_BIN2 not null,
  made_by nvarchar(256) collate Latin1_General_100_BIN2 not null,
  approved_by nvarchar(256) collate Latin1_General_100_BIN2 not null,
  business_date int not null,
  at bigint not null
);
create unique index reversal_id on reversal (reversal_id);
create index reversal_loan on reversal (loan_id);

-- One row per change of a loan's plan, with the fact that told of it.
create table plan_change (
  loan_id binary(16) not null,
  number int not null, -- 1, 2, 3, ... within the loan
  fact_sequence bigint not null,
  message_id binary(16) not null,
  change nvarchar(200) collate Latin1_General_100_BIN2 not null, -- as in loan.plan_changes
  reason nvarchar(500) collate Latin1_General_100_BIN2 not null,
  made_by nvarchar(256) collate Latin1_General_100_BIN2 not null,
  approved_by nvarchar(256) collate Latin1_General_100_BIN2 not null,
  business_date int not null,
  at bigint not null,
  primary key (loan_id, number)
);

create table write_off (
  loan_id binary(16) not null primary key,
  message_id binary(16) not null, -- the cause of its posting
  alavi bigint not null,
  sina bigint not null,
  fee_waived bigint not null,
  reason nvarchar(500) collate Latin1_General_100_BIN2 not null,
  made_by nvarchar(256) collate Latin1_General_100_BIN2 not null,
  approved_by nvarchar(256) collate Latin1_General_100_BIN2 not null,
  business_date int not null,
  at bigint not null
);
