-- Closes of day that were taken back because the business date was set back behind them (Development only): their facts keep their numbers.
create table reopened_day (
  business_date int not null,
  closed_at bigint not null, -- when it had been closed
  reopened_at bigint not null,
  primary key (business_date, closed_at)
);
