-- What the bank and the books have each without the other, to be added up without the millions of rows that are matched.
-- match_id is in the keys because SQL Server would else look each row up in its table to see that it is null.
create index statement_line_unmatched on statement_line (state, credit, amount, match_id) where match_id is null;
create index bank_movement_unmatched on bank_movement (excluded, credit, value_date, amount, match_id) where match_id is null;
