-- Whom and where a request is about: it decides who may see and decide it.
alter table check_request add column county text null;
alter table check_request add column person text null; -- a national id; never shown
