-- The version of the product that was signed, and what it says of receipts and of fees in grace; contracts of before keep null.
alter table contract add has_fee_in_grace int null;
update contract set has_fee_in_grace = 0;
alter table contract add allocation_order nvarchar(30) collate Latin1_General_100_BIN2 null;
alter table contract add product_from int null;
-- Facts of one loan may overtake each other: the last one heard of counts.
alter table application add loan_sequence bigint null;
