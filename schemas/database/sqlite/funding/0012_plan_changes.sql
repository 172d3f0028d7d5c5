-- How a loan is repaid may change (docs/adr/0018-changes-of-plan.md), and what the contracts still collect for the funders changes with it.

-- Each change as kind/effective on/from/first due/due day/instalments/principal before; changes are separated by spaces.
alter table funded_loan add column plan_changes text null;
update funded_loan set plan_changes = '';
alter table funded_loan add column fee_grace_months int null;
update funded_loan set fee_grace_months = 0;
