-- The inbox in depth: who was named in a note and has not seen it, and what undoing a merge must know.

create table mentions (
  note_id text not null references notes (id) on delete cascade,
  member_id text not null references members (id) on delete cascade,
  workspace_id text not null references workspaces (id) on delete cascade,
  conversation_id text not null references conversations (id) on delete cascade,
  -- Null: not yet seen.
  read_at timestamptz,
  primary key (note_id, member_id)
);
create index mentions_by_member on mentions (member_id, conversation_id);
create index mentions_by_conversation on mentions (conversation_id);
-- Nobody could see their mentions before; old ones are not news.
insert into mentions (note_id, member_id, workspace_id, conversation_id, read_at)
  select n.id, m.id, n.workspace_id, n.conversation_id, n.created_at
  from notes n join members m on m.id = any (n.mentions) and m.workspace_id = n.workspace_id
  on conflict do nothing;

-- A conversation that was merged into another, as it was before.
create table merges (
  conversation_id text primary key references conversations (id) on delete cascade,
  into_id text not null references conversations (id) on delete cascade,
  workspace_id text not null references workspaces (id) on delete cascade,
  member_id text references members (id) on delete set null,
  holder text not null,
  waiting_since timestamptz,
  merged_at timestamptz not null
);
create index merges_by_target on merges (into_id);
create index conversations_merged on conversations (merged_into) where merged_into is not null;

select careline_isolate();
