-- Loans are written off, and part of them may be recovered (rule R6; docs/adr/0021-write-off.md). A constraint without a name cannot be widened, so the table of
-- the loans is made anew with its rows.
create table funded_loan_before (
  loan_id binary(16) not null primary key,
  application_id binary(16) not null,
  round int not null,
  tranche nvarchar(50) collate Latin1_General_100_BIN2 not null,
  share_alavi bigint not null,
  share_sina bigint not null,
  collected_alavi bigint not null,
  collected_sina bigint not null,
  credit bigint null,
  refunded bigint null,
  state nvarchar(30) collate Latin1_General_100_BIN2 not null,
  installments int null,
  fee_method nvarchar(30) collate Latin1_General_100_BIN2 null,
  fee_rate_basis_points int null,
  rounding_unit bigint null,
  due_day int null,
  first_due int null,
  fee_grace_months int null,
  plan_changes nvarchar(max) collate Latin1_General_100_BIN2 null,
  last_sequence bigint not null,
  version bigint not null
);
insert into funded_loan_before (
  loan_id, application_id, round, tranche, share_alavi, share_sina, collected_alavi, collected_sina, credit, refunded, state,
  installments, fee_method, fee_rate_basis_points, rounding_unit, due_day, first_due, fee_grace_months, plan_changes, last_sequence, version)
select
  loan_id, application_id, round, tranche, share_alavi, share_sina, collected_alavi, collected_sina, credit, refunded, state,
  installments, fee_method, fee_rate_basis_points, rounding_unit, due_day, first_due, fee_grace_months, plan_changes, last_sequence, version
from funded_loan;
drop table funded_loan;
create table funded_loan (
  loan_id binary(16) not null primary key,
  application_id binary(16) not null,
  round int not null,
  tranche nvarchar(50) collate Latin1_General_100_BIN2 not null,
  share_alavi bigint not null check (share_alavi >= 0),
  share_sina bigint not null check (share_sina >= 0),
  collected_alavi bigint not null check (collected_alavi >= 0),
  collected_sina bigint not null check (collected_sina >= 0),
  credit bigint null, -- that the journal has booked, refunds not counted
  refunded bigint null,
  state nvarchar(30) collate Latin1_General_100_BIN2 not null check (state in ('lent', 'settled', 'returned', 'written-off')),
  written_off_alavi bigint not null check (written_off_alavi >= 0), -- all that was outstanding, given up
  written_off_sina bigint not null check (written_off_sina >= 0),
  recovered_alavi bigint not null check (recovered_alavi >= 0), -- what has come back of it
  recovered_sina bigint not null check (recovered_sina >= 0),
  installments int null, -- null, as the other terms, for a loan that was paid out before they were kept
  fee_method nvarchar(30) collate Latin1_General_100_BIN2 null,
  fee_rate_basis_points int null,
  rounding_unit bigint null,
  due_day int null,
  first_due int null,
  fee_grace_months int null,
  plan_changes nvarchar(max) collate Latin1_General_100_BIN2 null, -- kind/effective on/from/first due/due day/instalments/principal before, separated by spaces
  last_sequence bigint not null, -- of the loan's facts that are in the books: they are booked in order
  version bigint not null,
  check (collected_alavi + written_off_alavi <= share_alavi and collected_sina + written_off_sina <= share_sina),
  check (recovered_alavi <= written_off_alavi and recovered_sina <= written_off_sina)
);
insert into funded_loan (
  loan_id, application_id, round, tranche, share_alavi, share_sina, collected_alavi, collected_sina, credit, refunded, state,
  written_off_alavi, written_off_sina, recovered_alavi, recovered_sina,
  installments, fee_method, fee_rate_basis_points, rounding_unit, due_day, first_due, fee_grace_months, plan_changes, last_sequence, version)
select
  loan_id, application_id, round, tranche, share_alavi, share_sina, collected_alavi, collected_sina, credit, refunded, state,
  0, 0, 0, 0,
  installments, fee_method, fee_rate_basis_points, rounding_unit, due_day, first_due, fee_grace_months, plan_changes, last_sequence, version
from funded_loan_before;
drop table funded_loan_before;
create unique index funded_loan_reservation on funded_loan (application_id, round);

-- What has come back of a funder's losses.
alter table funder add recovered bigint null;
update funder set recovered = 0;
