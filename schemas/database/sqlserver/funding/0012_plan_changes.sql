-- How a loan is repaid may change (docs/adr/0018-changes-of-plan.md), and what the contracts still collect for the funders changes with it.

-- Each change as kind/effective on/from/first due/due day/instalments/principal before; changes are separated by spaces.
alter table funded_loan add plan_changes nvarchar(max) collate Latin1_General_100_BIN2 null;
update funded_loan set plan_changes = '';
alter table funded_loan add fee_grace_months int null;
update funded_loan set fee_grace_months = 0;
