-- One funder may bear the losses of both first (docs/adr/0021-write-off.md): its order as SINA,ALAVI; null: each bears its own.
alter table pool add column loss_order text null;

-- By whose order the loss of a loan is borne, and by whom; null: each funder bears its own.
alter table funded_loan add column loss_first text null;
alter table funded_loan add column loss_borne_alavi bigint null;
alter table funded_loan add column loss_borne_sina bigint null;

-- What the other funder has paid for it of its losses, negative where it has paid for the other.
alter table funder add column compensated bigint null;
update funder set compensated = 0;
