-- What the contract says of lateness; null where it costs nothing.
alter table contract add column late_policy text null; -- ActualCostOnly, CharityCommitment, CbiVajhEltezam
alter table contract add column late_rate_basis_points int null; -- a year, of the principal overdue
alter table contract add column late_year_days int null; -- 360 or 365
