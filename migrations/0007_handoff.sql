-- Who is there: `presence` is what a member chose, `presence_shown` what colleagues see. Without a sign of life for a while a
-- member is shown as offline, whatever they chose.
alter table members
  alter column presence set default 'online',
  add column presence_shown text not null default 'offline' check (presence_shown in ('online', 'away', 'offline'));
update members set presence = 'online' where presence = 'offline' and removed_at is null;
create index members_seen on members (seen_at) where presence_shown <> 'offline';

-- For honest waiting times: how long handoffs waited lately.
create index handoffs_picked_up on handoffs (workspace_id, picked_up_at) where state = 'picked-up';
