-- Applications from submission to the settled loan, and everything people decided about them.
-- Ids are 16 big-endian bytes, dates yyyymmdd (ISO calendar), instants microseconds since 1970 in UTC, money whole rials.

create table application (
  number integer primary key autoincrement, -- in order of arrival; what lists and cursors go by
  application_id blob not null unique,
  tracking_code text not null unique, -- nine digits, the last a check digit
  version int not null,
  fact_sequence bigint not null, -- facts of this application published so far
  state text not null,

  national_id text not null,
  first_name text not null,
  last_name text not null,
  birth_date int not null,
  mobile text null,
  postal_code text null,
  postal_code_odd int not null, -- 1: an officer should look at it
  iban text not null,
  province text not null,
  county text not null,
  rural int not null,
  income_decile int not null,
  prior_support text null,
  skill_proof text null,
  medical_referral text null,
  building_permit text null,
  tranche text not null,
  purpose text null,
  amount bigint not null, -- as asked for
  installments int not null,
  jobs int null,
  external_ref text null,

  revision int not null, -- counts submissions of this application
  submission_number int not null, -- counts this person's applications to this tranche
  entered_by text not null,
  submitted_at bigint not null,
  submitted_on int not null,

  outcome text null, -- of the revision that stands: eligible, refer, ineligible
  approved_amount bigint null,
  approved_installments int null,
  pending_check blob null, -- the request that waits for a second person
  reservation_round int not null,
  alavi_share bigint null,
  sina_share bigint null,
  payment_attempt int not null,
  funds_released int not null, -- 1: a payment came back, so that funds must be reserved anew
  loan_id blob null
);
create index application_person on application (national_id, tranche);
create index application_state on application (state, number);
create index application_county on application (county, number);

-- How many applications a person has made to a tranche. Its row is what two submissions at once meet on.
create table submission_counter (
  national_id text not null,
  tranche text not null,
  submissions int not null,
  primary key (national_id, tranche)
) without rowid;

create table external_reference (
  external_ref text not null primary key,
  content_hash text not null,
  answer text not null
) without rowid;

-- Every step, also those that keep the state; verify replays them through the table of states.
create table application_transition (
  application_id blob not null,
  number int not null,
  from_state text null, -- null: the submission itself
  to_state text not null,
  cause text not null, -- a command or a fact
  actor text not null,
  at bigint not null,
  business_date int not null,
  note text null, -- a person's reason or questions, or the bank's code
  primary key (application_id, number)
) without rowid;

create table assessment (
  application_id blob not null,
  revision int not null,
  outcome text not null,
  rule_set_version int not null,
  rules text not null, -- as received: every rule with its inputs and messages
  assessed_on int not null,
  received_at bigint not null,
  primary key (application_id, revision)
) without rowid;

create table approval (
  application_id blob not null primary key,
  revision int not null,
  amount bigint not null,
  installments int not null,
  referred int not null,
  one_person_limit bigint not null, -- as it was in force
  approved_by text not null,
  second_person text null,
  reason text null,
  approved_at bigint not null,
  approved_on int not null
) without rowid;

create table contract (
  application_id blob not null primary key,
  contract_number text not null unique,
  signed_on int not null,
  principal bigint not null,
  installments int not null,
  fee_method text not null,
  fee_rate_basis_points int not null,
  rounding_unit bigint not null,
  grace_months int not null,
  due_day int null,
  recorded_by text not null,
  recorded_at bigint not null
) without rowid;

create table collateral (
  application_id blob not null,
  number int not null,
  kind text not null,
  document_number text not null,
  amount bigint not null,
  primary key (application_id, number)
) without rowid;

create table guarantor (
  application_id blob not null,
  number int not null,
  national_id text not null,
  full_name text not null,
  mobile text not null,
  primary key (application_id, number)
) without rowid;

create table returned_loan (
  loan_id blob not null primary key,
  application_id blob not null
) without rowid;
create index returned_loan_application on returned_loan (application_id);
