-- Money leaves suspense when two people have said what it is; as a receipt it keeps its channel, reference and value date.
alter table suspense add column fact_sequence bigint null; -- facts published about it
update suspense set fact_sequence = 1;
alter table suspense add column resolved_as text null; -- assigned, contribution
alter table suspense add column resolved_on int null;
alter table suspense add column receipt_id blob null; -- which it has become

-- The bank's statement shows what another channel has told: the same reference in any channel.
create index receipt_reference on receipt (bank_reference);
create index suspense_reference on suspense (bank_reference);
