-- Money leaves suspense when two people have said what it is; as a receipt it keeps its channel, reference and value date.
alter table suspense add fact_sequence bigint null;
update suspense set fact_sequence = 1;
alter table suspense add resolved_as nvarchar(50) collate Latin1_General_100_BIN2 null;
alter table suspense add resolved_on int null;
alter table suspense add receipt_id binary(16) null;

-- The bank's statement shows what another channel has told: the same reference in any channel.
create index receipt_reference on receipt (bank_reference);
create index suspense_reference on suspense (bank_reference);
