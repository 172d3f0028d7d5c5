-- Another tiny service for the tests: what it has heard, in the order in which it heard it.
create table heard (
  id integer primary key autoincrement,
  message_id blob not null,
  key blob not null,
  sequence bigint not null,
  what text not null
);
create table open_door (
  name text not null primary key
) without rowid;
