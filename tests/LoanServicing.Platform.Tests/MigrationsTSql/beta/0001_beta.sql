-- Another tiny service for the tests: what it has heard, in the order in which it heard it.
create table heard (
  id bigint identity(1,1) not null primary key,
  message_id binary(16) not null,
  [key] binary(16) not null,
  sequence bigint not null,
  what nvarchar(100) collate Latin1_General_100_BIN2 not null
);
create table open_door (
  name nvarchar(100) collate Latin1_General_100_BIN2 not null primary key
);
