-- What the contract says of lateness; null where it costs nothing.
alter table contract add late_policy nvarchar(30) collate Latin1_General_100_BIN2 null;
alter table contract add late_rate_basis_points int null;
alter table contract add late_year_days int null;
