-- Through which channel a conversation comes: the mode of a bot may differ by it.
alter table conversations add column channel text not null default 'widget' check (channel in ('widget'));

-- A turn that writes a draft says nothing to the visitor.
alter table turns add column drafts boolean not null default false;

-- Drafts that a person sends: up to which message they answer, and who asked for them or closed them.
alter table drafts
  add column upto_seq integer not null default 0,
  add column asked_by text,
  add column closed_by text,
  add column closed_at timestamptz,
  drop constraint drafts_state_check,
  add constraint drafts_state_check check (state in ('open', 'sent', 'dropped', 'replaced'));
create index drafts_open on drafts (workspace_id, created_at) where state = 'open';
