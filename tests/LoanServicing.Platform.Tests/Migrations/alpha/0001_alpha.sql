-- A tiny service for the tests: notes that are told to another one.
create table note (
  id blob not null primary key,
  text text not null,
  amount bigint not null,
  fact_sequence bigint not null
) without rowid;
