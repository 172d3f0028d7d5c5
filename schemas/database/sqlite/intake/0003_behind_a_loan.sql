-- What stands behind a loan: since when it may be handed back, and to whom it was.

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
