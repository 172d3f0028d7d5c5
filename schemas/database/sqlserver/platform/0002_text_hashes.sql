-- SHA-256 of what is kept as text, so that verify sees when a hand has changed it. Null in rows of before.
alter table outbox add body_hash nvarchar(64) collate Latin1_General_100_BIN2 null;
alter table waiting add body_hash nvarchar(64) collate Latin1_General_100_BIN2 null;
alter table idempotency add answer_hash nvarchar(64) collate Latin1_General_100_BIN2 null;
