-- For instances that work side by side on one database; a SQLite file has one, and keeps to the same rows.

-- Who delivers from this database now: each takes about the same number of slots.
create table dispatcher (
  instance_id blob not null primary key,
  expires_at bigint not null
) without rowid;

-- The last fencing number that was given.
create table dispatcher_token (
  id int not null primary key check (id = 1),
  last_token bigint not null
) without rowid;

-- 1 once a fact that waits has been looked at a second time, when every unit of work that had begun before it has ended.
alter table waiting add column looked int not null default 0;
create index waiting_unlooked on waiting (looked, waiting_since);
