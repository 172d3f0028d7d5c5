-- What the bank and the books have each without the other, to be added up without the millions of rows that are matched.
-- match_id is in the keys because SQL Server would else look each row up in its table to see that it is null. The amount
-- comes first: an index that began with a state would look to the planner like the way to every unmatched line.
create index statement_line_unmatched on statement_line (amount, credit, state, match_id) where match_id is null;
create index bank_movement_unmatched on bank_movement (amount, credit, value_date, excluded, match_id) where match_id is null;
