-- Reservations expire: since when the funds of an application are set aside.

-- The business date of its last reservation; null before the first.
alter table application add reserved_on int null;
update application set reserved_on = (
  select max(step.business_date) from application_transition step
  where step.application_id = application.application_id and step.cause = 'FundsReserved' and step.to_state = 'FundsReserved')
where state = 'FundsReserved';
create index application_reserved on application (state, reserved_on);
