-- The rails of payment orders, and the dialects of their files.

-- What was in force when rails were chosen: the limits and the preference under the SHA-256 of their text.
create table payment_rails (
  version text not null primary key,
  body text not null,
  first_used_at bigint not null
) without rowid;

-- One row that every unit of work takes its turn on which puts orders into files; the serial is in the message ids of the Paya dialect.
create table payment_file_counter (
  id int not null primary key check (id = 1),
  version int not null,
  last_serial bigint not null
) without rowid;
insert into payment_file_counter (id, version, last_serial) values (1, 1, 0);

alter table payment_file add column rail text null; -- internal, paya, satna, pol; null before there were rails
alter table payment_file add column rails_version text null;
alter table payment_file add column format text null; -- ccti; null for pain.001.001.09
alter table payment_file add column serial bigint null; -- of a ccti file
create unique index payment_file_by_serial on payment_file (serial) where serial is not null;

alter table payment_order add column rail text null; -- chosen when it is put into a file
alter table payment_order add column rail_problem text null; -- why no rail takes it: it is in no file and waits
create index payment_order_rail_problem on payment_order (state, rail_problem, number);
create index payment_order_payee on payment_order (iban, file_id);
