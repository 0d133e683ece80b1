-- Reads in the audit log, once for each member, object and quarter of an hour: the key by which they are the same.
alter table audit_log add column once text;
create unique index audit_log_once on audit_log (once) where once is not null;

select careline_isolate();
