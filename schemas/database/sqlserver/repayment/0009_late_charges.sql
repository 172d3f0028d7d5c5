-- What lateness costs on a loan (docs/adr/0023-late-charges.md): the contract's terms, what was decided, the holidays that were counted, and what it has come to.
-- ActualCostOnly, CharityCommitment, CbiVajhEltezam; null where lateness costs nothing
alter table loan add late_policy nvarchar(30) collate Latin1_General_100_BIN2 null;
-- a year, of the principal overdue
alter table loan add late_rate_basis_points int null;
-- 360 or 365
alter table loan add late_year_days int null;
-- kind/decided on/amount, separated by spaces
alter table loan add late_decisions nvarchar(max) null;
-- counted through, then due date/last day in time for those that fell on a holiday
alter table loan add late_grace nvarchar(max) null;
-- rials times days/costs/waived/paid by the latest receipt
alter table loan add late nvarchar(200) collate Latin1_General_100_BIN2 null;
-- Null where a receipt paid none of either, as in all postings of before.
alter table posting add late_charges bigint null;
alter table posting add charity bigint null;

-- One row per decision, with the fact that told of it.
create table late_charge (
  loan_id binary(16) not null,
  number int not null, -- 1, 2, 3, ... within the loan
  fact_sequence bigint not null,
  message_id binary(16) not null,
  decision nvarchar(100) collate Latin1_General_100_BIN2 not null, -- as in loan.late_decisions
  reason nvarchar(500) collate Latin1_General_100_BIN2 not null,
  made_by nvarchar(256) collate Latin1_General_100_BIN2 not null,
  approved_by nvarchar(256) collate Latin1_General_100_BIN2 not null,
  business_date int not null,
  at bigint not null,
  primary key (loan_id, number)
);
