-- What the contracts still collect for the funders on each due date, for the forecast of cash (docs/adr/0017-forecast-of-cash.md).

-- The terms of a loan. Null for one that was paid out before: its principal is in the forecast without a day.
alter table funded_loan add column installments int null;
alter table funded_loan add column fee_method text null;
alter table funded_loan add column fee_rate_basis_points int null;
alter table funded_loan add column rounding_unit bigint null;
alter table funded_loan add column due_day int null;
alter table funded_loan add column first_due int null;

-- Of all loans together, principal that is not repaid yet. Days that have passed stay, with what is overdue.
create table planned_collection (
  due_date int not null primary key,
  alavi bigint not null check (alavi >= 0),
  sina bigint not null check (sina >= 0)
) without rowid;
