-- The rails of payment orders, and the dialects of their files.

-- What was in force when rails were chosen: the limits and the preference under the SHA-256 of their text.
create table payment_rails (
  version nvarchar(64) collate Latin1_General_100_BIN2 not null primary key,
  body nvarchar(max) not null,
  first_used_at bigint not null
);

-- One row that every unit of work takes its turn on which puts orders into files; the serial is in the message ids of the Paya dialect.
create table payment_file_counter (
  id int not null primary key check (id = 1),
  version int not null,
  last_serial bigint not null
);
insert into payment_file_counter (id, version, last_serial) values (1, 1, 0);

-- Rail: internal, paya, satna, pol; null before there were rails. Format: ccti; null for pain.001.001.09. Serial: of a ccti file.
alter table payment_file add rail nvarchar(20) collate Latin1_General_100_BIN2 null;
alter table payment_file add rails_version nvarchar(64) collate Latin1_General_100_BIN2 null;
alter table payment_file add format nvarchar(20) collate Latin1_General_100_BIN2 null;
alter table payment_file add serial bigint null;
create unique index payment_file_by_serial on payment_file (serial) where serial is not null;

-- The rail is chosen when the order is put into a file; the problem says why no rail takes it: it is in no file and waits.
alter table payment_order add rail nvarchar(20) collate Latin1_General_100_BIN2 null;
alter table payment_order add rail_problem nvarchar(50) collate Latin1_General_100_BIN2 null;
create index payment_order_rail_problem on payment_order (state, rail_problem, number);
create index payment_order_payee on payment_order (iban, file_id);
