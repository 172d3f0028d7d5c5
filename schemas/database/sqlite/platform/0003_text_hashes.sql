-- SHA-256 of what is kept as text, so that verify sees when a hand has changed it. Null in rows of before.
alter table outbox add column body_hash text null;
alter table waiting add column body_hash text null;
alter table idempotency add column answer_hash text null;
