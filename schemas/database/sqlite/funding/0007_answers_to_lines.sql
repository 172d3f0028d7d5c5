-- A line that was sent on and of which nothing was heard by the next day is a break; and lines are looked up by reference and amount, because a bank
-- may write one reference on everything.

alter table statement_line add column sent_on int null;
update statement_line set sent_on = business_date where sent_as is not null;
create index statement_line_unanswered on statement_line (sent_on) where state = 'sent';
create index statement_line_alike on statement_line (reference, amount);
create index statement_line_free on statement_line (reference) where match_id is null;
drop index statement_line_reference;
