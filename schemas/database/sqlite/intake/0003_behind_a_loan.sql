-- What stands behind a loan: since when it may be handed back, and to whom it was. What a loan was for: how its business fares.

-- The business date on which its application was closed; null while it is open.
alter table collateral add releasable_on int null;
-- The business date on which it was handed back; null while the bank holds it.
alter table collateral add released_on int null;
alter table collateral add handed_to text null;
alter table collateral add release_reason text null;
create index collateral_document on collateral (kind, document_number);
update collateral set releasable_on = (
  select max(step.business_date) from application_transition step
  where step.application_id = collateral.application_id and step.to_state in ('Settled', 'Withdrawn') and step.from_state <> step.to_state)
where exists (select 1 from application a where a.application_id = collateral.application_id and a.state in ('Settled', 'Withdrawn'));

-- How many times a document has been pledged. Its row is what two signings at once meet on.
create table document_counter (
  kind text not null,
  document_number text not null,
  pledges int not null,
  primary key (kind, document_number)
) without rowid;
insert into document_counter (kind, document_number, pledges)
select kind, document_number, count(*) from collateral group by kind, document_number;

-- How many contracts a person has guaranteed. Its row is what two signings at once meet on.
create table guarantor_counter (
  national_id text not null primary key,
  guarantees int not null
) without rowid;
insert into guarantor_counter (national_id, guarantees)
select national_id, count(*) from guarantor group by national_id;
create index guarantor_person on guarantor (national_id);

-- The value date of the payment of the loan; null without a loan. Before there was this column, the day on which the loan was told.
alter table application add paid_out_on int null;
update application set paid_out_on = (
  select max(step.business_date) from application_transition step
  where step.application_id = application.application_id and step.cause = 'LoanOpened' and step.to_state = 'Active')
where loan_id is not null;

create table milestone (
  application_id blob not null,
  number int not null, -- from 1, in the order of recording
  loan_id blob not null,
  kind text not null, -- established, inOperation, inspected, deviated
  reached_on int not null,
  inspector text null,
  note text null,
  recorded_by text not null,
  recorded_at bigint not null,
  recorded_on int not null,
  primary key (application_id, number)
) without rowid;

-- Of each loan the milestone of the latest date, for lists.
create table newest_milestone (
  application_number bigint not null primary key,
  application_id blob not null,
  loan_id blob not null,
  county text not null,
  kind text not null,
  number int not null
) without rowid;
create index newest_milestone_kind on newest_milestone (kind, application_number);
create index newest_milestone_county on newest_milestone (county, application_number);
