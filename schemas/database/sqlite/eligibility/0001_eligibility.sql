-- Assessments are written once and never changed; what they were made of is kept with them.

create table application (
  application_id blob not null primary key,
  version int not null,
  fact_sequence bigint not null, -- facts published on the assessment stream
  latest_revision int not null -- the highest revision that has been assessed
) without rowid;

create table assessment (
  application_id blob not null,
  revision int not null,
  business_date int not null,
  assessed_at bigint not null,
  rule_set_version int not null,
  outcome text not null, -- eligible, refer, ineligible
  inputs text not null,
  limits text not null,
  rules text not null,
  primary key (application_id, revision)
) without rowid;
