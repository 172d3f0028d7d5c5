-- A receipt that was none is taken back (rules R2 and R7; docs/adr/0014-the-banks-statement.md): its entry and the money that it was made of are found by their names.
create index journal_receipt_receipt on journal_receipt (receipt_id);
create index journal_receipt_suspense on journal_receipt (suspense_id) where suspense_id is not null;
