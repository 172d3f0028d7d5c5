-- A tiny service for the tests: notes that are told to another one.
create table note (
  id binary(16) not null primary key,
  text nvarchar(500) collate Latin1_General_100_BIN2 not null,
  amount bigint not null,
  fact_sequence bigint not null
);
