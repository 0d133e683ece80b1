-- When a source was last tried, whatever came of it: schedules count from there, so that one that fails is not tried
-- again every minute.
alter table sources add column attempted_at timestamptz;
update sources set attempted_at = synced_at;
