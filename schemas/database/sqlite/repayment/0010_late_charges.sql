-- What lateness costs on a loan (docs/adr/0023-late-charges.md): the contract's terms, what was decided, the holidays that were counted, and what it has come to.
alter table loan add column late_policy text null; -- ActualCostOnly, CharityCommitment, CbiVajhEltezam; null where lateness costs nothing
alter table loan add column late_rate_basis_points int null; -- a year, of the principal overdue
alter table loan add column late_year_days int null; -- 360 or 365
alter table loan add column late_decisions text null; -- kind/decided on/amount, separated by spaces
alter table loan add column late_grace text null; -- counted through, then due date/last day in time for those that fell on a holiday
alter table loan add column late text null; -- rials times days/costs/waived/paid by the latest receipt

-- Null where a receipt paid none of either, as in all postings of before.
alter table posting add column late_charges bigint null;
alter table posting add column charity bigint null;

-- One row per decision, with the fact that told of it.
create table late_charge (
  loan_id blob not null,
  number int not null, -- 1, 2, 3, ... within the loan
  fact_sequence bigint not null,
  message_id blob not null,
  decision text not null, -- as in loan.late_decisions
  reason text not null,
  made_by text not null,
  approved_by text not null,
  business_date int not null,
  at bigint not null,
  primary key (loan_id, number)
) without rowid;
