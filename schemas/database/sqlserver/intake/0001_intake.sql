-- Applications from submission to the settled loan, and everything people decided about them.
-- Ids are 16 big-endian bytes, dates yyyymmdd (ISO calendar), instants microseconds since 1970 in UTC, money whole rials.

create table application (
  number bigint identity(1,1) not null primary key, -- in order of arrival; what lists and cursors go by
  application_id binary(16) not null unique,
  tracking_code nvarchar(20) collate Latin1_General_100_BIN2 not null unique, -- nine digits, the last a check digit
  version int not null,
  fact_sequence bigint not null, -- facts of this application published so far
  state nvarchar(30) collate Latin1_General_100_BIN2 not null,

  national_id nvarchar(20) collate Latin1_General_100_BIN2 not null,
  first_name nvarchar(100) collate Latin1_General_100_BIN2 not null,
  last_name nvarchar(100) collate Latin1_General_100_BIN2 not null,
  birth_date int not null,
  mobile nvarchar(20) collate Latin1_General_100_BIN2 null,
  postal_code nvarchar(20) collate Latin1_General_100_BIN2 null,
  postal_code_odd int not null, -- 1: an officer should look at it
  iban nvarchar(34) collate Latin1_General_100_BIN2 not null,
  province nvarchar(100) collate Latin1_General_100_BIN2 not null,
  county nvarchar(200) collate Latin1_General_100_BIN2 not null,
  rural int not null,
  income_decile int not null,
  prior_support nvarchar(50) collate Latin1_General_100_BIN2 null,
  skill_proof nvarchar(50) collate Latin1_General_100_BIN2 null,
  medical_referral nvarchar(50) collate Latin1_General_100_BIN2 null,
  building_permit nvarchar(50) collate Latin1_General_100_BIN2 null,
  tranche nvarchar(50) collate Latin1_General_100_BIN2 not null,
  purpose nvarchar(200) collate Latin1_General_100_BIN2 null,
  amount bigint not null, -- as asked for
  installments int not null,
  jobs int null,
  external_ref nvarchar(50) collate Latin1_General_100_BIN2 null,

  revision int not null, -- counts submissions of this application
  submission_number int not null, -- counts this person's applications to this tranche
  entered_by nvarchar(256) collate Latin1_General_100_BIN2 not null,
  submitted_at bigint not null,
  submitted_on int not null,

  outcome nvarchar(20) collate Latin1_General_100_BIN2 null, -- of the revision that stands: eligible, refer, ineligible
  approved_amount bigint null,
  approved_installments int null,
  pending_check binary(16) null, -- the request that waits for a second person
  reservation_round int not null,
  alavi_share bigint null,
  sina_share bigint null,
  payment_attempt int not null,
  funds_released int not null, -- 1: a payment came back, so that funds must be reserved anew
  loan_id binary(16) null
);
create index application_person on application (national_id, tranche);
create index application_state on application (state, number);
create index application_county on application (county, number);

-- How many applications a person has made to a tranche. Its row is what two submissions at once meet on.
create table submission_counter (
  national_id nvarchar(20) collate Latin1_General_100_BIN2 not null,
  tranche nvarchar(50) collate Latin1_General_100_BIN2 not null,
  submissions int not null,
  primary key (national_id, tranche)
);

create table external_reference (
  external_ref nvarchar(50) collate Latin1_General_100_BIN2 not null primary key,
  content_hash nvarchar(64) collate Latin1_General_100_BIN2 not null,
  answer nvarchar(max) not null
);

-- Every step, also those that keep the state; verify replays them through the table of states.
create table application_transition (
  application_id binary(16) not null,
  number int not null,
  from_state nvarchar(30) collate Latin1_General_100_BIN2 null, -- null: the submission itself
  to_state nvarchar(30) collate Latin1_General_100_BIN2 not null,
  cause nvarchar(64) collate Latin1_General_100_BIN2 not null, -- a command or a fact
  actor nvarchar(256) collate Latin1_General_100_BIN2 not null,
  at bigint not null,
  business_date int not null,
  note nvarchar(max) null, -- a person's reason or questions, or the bank's code
  primary key (application_id, number)
);

create table assessment (
  application_id binary(16) not null,
  revision int not null,
  outcome nvarchar(20) collate Latin1_General_100_BIN2 not null,
  rule_set_version int not null,
  rules nvarchar(max) not null, -- as received: every rule with its inputs and messages
  assessed_on int not null,
  received_at bigint not null,
  primary key (application_id, revision)
);

create table approval (
  application_id binary(16) not null primary key,
  revision int not null,
  amount bigint not null,
  installments int not null,
  referred int not null,
  one_person_limit bigint not null, -- as it was in force
  approved_by nvarchar(256) collate Latin1_General_100_BIN2 not null,
  second_person nvarchar(256) collate Latin1_General_100_BIN2 null,
  reason nvarchar(500) collate Latin1_General_100_BIN2 null,
  approved_at bigint not null,
  approved_on int not null
);

create table contract (
  application_id binary(16) not null primary key,
  contract_number nvarchar(50) collate Latin1_General_100_BIN2 not null unique,
  signed_on int not null,
  principal bigint not null,
  installments int not null,
  fee_method nvarchar(30) collate Latin1_General_100_BIN2 not null,
  fee_rate_basis_points int not null,
  rounding_unit bigint not null,
  grace_months int not null,
  due_day int null,
  recorded_by nvarchar(256) collate Latin1_General_100_BIN2 not null,
  recorded_at bigint not null
);

create table collateral (
  application_id binary(16) not null,
  number int not null,
  kind nvarchar(50) collate Latin1_General_100_BIN2 not null,
  document_number nvarchar(50) collate Latin1_General_100_BIN2 not null,
  amount bigint not null,
  primary key (application_id, number)
);

create table guarantor (
  application_id binary(16) not null,
  number int not null,
  national_id nvarchar(20) collate Latin1_General_100_BIN2 not null,
  full_name nvarchar(450) collate Latin1_General_100_BIN2 not null,
  mobile nvarchar(20) collate Latin1_General_100_BIN2 not null,
  primary key (application_id, number)
);

create table returned_loan (
  loan_id binary(16) not null primary key,
  application_id binary(16) not null
);
create index returned_loan_application on returned_loan (application_id);
