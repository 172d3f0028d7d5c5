-- Assessments are written once and never changed; what they were made of is kept with them.

create table application (
  application_id binary(16) not null primary key,
  version int not null,
  fact_sequence bigint not null, -- facts published on the assessment stream
  latest_revision int not null -- the highest revision that has been assessed
);

create table assessment (
  application_id binary(16) not null,
  revision int not null,
  business_date int not null,
  assessed_at bigint not null,
  rule_set_version int not null,
  outcome nvarchar(20) collate Latin1_General_100_BIN2 not null, -- eligible, refer, ineligible
  inputs nvarchar(max) not null,
  limits nvarchar(max) not null,
  rules nvarchar(max) not null,
  primary key (application_id, revision)
);
