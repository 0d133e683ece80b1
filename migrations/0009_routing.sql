-- The pack of a handoff is made once, by a job, and told once: null while it is not yet told.
alter table handoffs add column packed_at timestamptz;

-- When routing chose the assignee; null: a member did, and routing leaves it alone.
alter table conversations add column routed_at timestamptz;
create index conversations_by_assignee on conversations (assignee_id) where assignee_id is not null;
create index conversations_in_queue on conversations (workspace_id, waiting_since) where holder = 'queue' and status = 'open';
