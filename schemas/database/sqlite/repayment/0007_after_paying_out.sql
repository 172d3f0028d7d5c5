-- What happens to a loan after it is paid out: its plan is changed, a receipt is taken back, it is written off (docs/adr/0018-changes-of-plan.md,
-- docs/adr/0021-write-off.md).
alter table loan add column fee_grace_months int null;
update loan set fee_grace_months = 0;
alter table loan add column allocation_order text null; -- OldestInstalmentFirst, FeesFirst, DuePrincipalFirst
update loan set allocation_order = 'OldestInstalmentFirst';
alter table loan add column product_from int null; -- the version of the tranche's product that was signed; null where it was not kept
alter table loan add column plan_changes text null; -- kind/effective on/from/first due/due day/instalments/principal before, separated by spaces
update loan set plan_changes = '';
alter table loan add column written_off_on int null; -- receipts of later value dates are recoveries
alter table loan add column recovered bigint null;
update loan set recovered = 0;

alter table receipt add column reversed_on int null; -- it counts no longer

-- Null where nothing was written off or recovered, as in all postings of before.
alter table posting add column written_off_alavi bigint null;
alter table posting add column written_off_sina bigint null;
alter table posting add column recovered_alavi bigint null;
alter table posting add column recovered_sina bigint null;

-- A receipt that two people have taken back.
create table reversal (
  receipt_id blob not null primary key,
  reversal_id blob not null, -- the cause of its posting
  loan_id blob not null,
  suspense_id blob null, -- the money is in the bank all the same, as this suspense; null: the bank has taken it back
  reason text not null,
  made_by text not null,
  approved_by text not null,
  business_date int not null,
  at bigint not null
) without rowid;
create unique index reversal_id on reversal (reversal_id);
create index reversal_loan on reversal (loan_id);

-- One row per change of a loan's plan, with the fact that told of it.
create table plan_change (
  loan_id blob not null,
  number int not null, -- 1, 2, 3, ... within the loan
  fact_sequence bigint not null,
  message_id blob not null,
  change text not null, -- as in loan.plan_changes
  reason text not null,
  made_by text not null,
  approved_by text not null,
  business_date int not null,
  at bigint not null,
  primary key (loan_id, number)
) without rowid;

create table write_off (
  loan_id blob not null primary key,
  message_id blob not null, -- the cause of its posting
  alavi bigint not null,
  sina bigint not null,
  fee_waived bigint not null,
  reason text not null,
  made_by text not null,
  approved_by text not null,
  business_date int not null,
  at bigint not null
) without rowid;
