-- What a unit of a service typically touches besides the platform's own tables.
create table account (
  id int not null primary key,
  balance bigint not null
);
create table entry (
  id integer primary key autoincrement,
  account_id int not null,
  amount bigint not null,
  at bigint not null
);
