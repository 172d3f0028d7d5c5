-- The serial of the last loan: a row that two loans opened at once take turns on.
create table loan_counter (
  id int not null primary key check (id = 1),
  last_serial bigint not null
) without rowid;
insert into loan_counter (id, last_serial) select 1, coalesce(max(serial), 1000000) from loan;
