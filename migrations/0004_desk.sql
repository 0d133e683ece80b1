-- The desk: who waits for a person and why, what members note, how conversations are sorted, and what became of them.

-- Where a conversation stands at the desk. Who speaks is `holder`; this is how it is found and sorted.
alter table conversations
  add column status text not null default 'open' check (status in ('open', 'snoozed', 'resolved')),
  add column subject text,
  add column team_id text references teams (id) on delete set null,
  -- Whom routing chose, before they take over; null: nobody in particular.
  add column assignee_id text references members (id) on delete set null,
  add column priority text not null default 'normal' check (priority in ('low', 'normal', 'high', 'urgent')),
  add column snoozed_until timestamptz,
  -- Since when a person of the company owes an answer; null: nobody waits.
  add column waiting_since timestamptz,
  -- Last word of the visitor, and last word of a member: for unread and for auto-release.
  add column visitor_at timestamptz,
  add column member_at timestamptz,
  -- Counted up when a resolved conversation is opened again; a handoff or survey belongs to one engagement.
  add column engagement integer not null default 1,
  -- The conversation that took this one in.
  add column merged_into text,
  add column blocked boolean not null default false,
  -- {browser, system, language, timeZone}
  add column device jsonb not null default '{}';
create index conversations_at_desk on conversations (workspace_id, status, updated_at desc, id desc);
create index conversations_waiting on conversations (workspace_id, waiting_since) where waiting_since is not null;
create index conversations_by_contact on conversations (contact_id) where contact_id is not null;
create index conversations_snoozed on conversations (snoozed_until) where status = 'snoozed';

alter table contacts
  add column phone text,
  -- The host page's own id of the person, once a signed token proved it.
  add column external_id text,
  add column verified boolean not null default false,
  add column attributes jsonb not null default '{}',
  add column blocked boolean not null default false,
  add column updated_at timestamptz;
create unique index contacts_by_external_id on contacts (workspace_id, external_id) where external_id is not null;

alter table handoffs
  add column engagement integer not null default 1,
  add column state text not null default 'waiting' check (state in ('waiting', 'picked-up', 'withdrawn')),
  add column team_id text references teams (id) on delete set null,
  add column picked_up_by text references members (id) on delete set null,
  add column picked_up_at timestamptz,
  -- {summary, tried, sources, identifiers, identity, language, suggestedReply, nextStep, by}
  add column pack jsonb not null default '{}',
  -- Share of the identifiers and needs already given that the visitor had to say again afterwards, 0 to 1.
  add column had_to_repeat real;
create index handoffs_waiting on handoffs (workspace_id, requested_at) where state = 'waiting';
create index handoffs_by_conversation on handoffs (conversation_id);

-- What members tell each other. In a table of its own, so that no query for a visitor's messages can find it.
create table notes (
  id text primary key,
  workspace_id text not null references workspaces (id) on delete cascade,
  conversation_id text not null references conversations (id) on delete cascade,
  member_id text references members (id) on delete set null,
  -- The note stands after this message.
  after_seq integer not null,
  text text not null,
  mentions text[] not null default '{}',
  created_at timestamptz not null
);
create index notes_by_conversation on notes (conversation_id, created_at);

-- What the bot would say, in draft-only mode or on request: never a message until a member sends it.
create table drafts (
  id text primary key,
  workspace_id text not null references workspaces (id) on delete cascade,
  conversation_id text not null references conversations (id) on delete cascade,
  turn_id text references turns (id) on delete cascade,
  text text not null,
  content jsonb not null default '{}',
  trace_id text,
  state text not null default 'open' check (state in ('open', 'sent', 'dropped')),
  created_at timestamptz not null
);
create index drafts_by_conversation on drafts (conversation_id, created_at);

create table labels (
  id text primary key,
  workspace_id text not null references workspaces (id) on delete cascade,
  name text not null,
  colour text not null default '#64748b',
  unique (workspace_id, name)
);

create table conversation_labels (
  conversation_id text not null references conversations (id) on delete cascade,
  label_id text not null references labels (id) on delete cascade,
  workspace_id text not null references workspaces (id) on delete cascade,
  primary key (conversation_id, label_id)
);
create index conversation_labels_by_label on conversation_labels (label_id);

create table macros (
  id text primary key,
  workspace_id text not null references workspaces (id) on delete cascade,
  name text not null,
  -- With variables such as {{contact.name}}.
  text text not null,
  -- {labels: [], status, priority}: done beside saying the text.
  actions jsonb not null default '{}',
  created_at timestamptz not null,
  unique (workspace_id, name)
);

create table saved_views (
  id text primary key,
  workspace_id text not null references workspaces (id) on delete cascade,
  -- Null: for everybody.
  member_id text references members (id) on delete cascade,
  name text not null,
  filters jsonb not null,
  created_at timestamptz not null
);

-- How far each member has read; what is newer is unread.
create table conversation_reads (
  conversation_id text not null references conversations (id) on delete cascade,
  member_id text not null references members (id) on delete cascade,
  workspace_id text not null references workspaces (id) on delete cascade,
  seq integer not null,
  primary key (conversation_id, member_id)
);

-- What became of an engagement, and what the visitor said of it. Once per engagement.
create table resolutions (
  conversation_id text not null references conversations (id) on delete cascade,
  engagement integer not null,
  workspace_id text not null references workspaces (id) on delete cascade,
  -- What was said up to here is dealt with.
  upto_seq integer not null,
  resolved_by text not null,
  resolved_at timestamptz not null,
  score integer check (score between 1 and 5),
  comment text,
  scored_at timestamptz,
  primary key (conversation_id, engagement)
);

create table attachments (
  id text primary key,
  workspace_id text not null references workspaces (id) on delete cascade,
  conversation_id text not null references conversations (id) on delete cascade,
  -- Null until a message carries it.
  message_id text references messages (id) on delete cascade,
  author text not null check (author in ('visitor', 'member')),
  -- As the sender calls it; shown, never used as a path.
  name text not null,
  -- By content, not by name.
  media_type text not null,
  bytes integer not null,
  width integer,
  height integer,
  -- SHA-256 of the stored bytes; the name of the blob.
  blob text not null,
  created_at timestamptz not null
);
create index attachments_by_conversation on attachments (conversation_id);

create table push_subscriptions (
  endpoint text primary key,
  account_id text not null references accounts (id) on delete cascade,
  keys jsonb not null,
  created_at timestamptz not null
);

create table pinned_answers (
  id text primary key,
  workspace_id text not null references workspaces (id) on delete cascade,
  question text not null,
  text text not null,
  page_id text references pages (id) on delete set null,
  created_at timestamptz not null
);

create table golden_questions (
  id text primary key,
  workspace_id text not null references workspaces (id) on delete cascade,
  question text not null,
  answerable boolean not null,
  gold_paths text[] not null default '{}',
  created_at timestamptz not null
);

-- Search over what was said, in words of any language. A trigger fills it, not a generated column, so that a backup can
-- put rows back as they were.
alter table messages add column search tsvector;
update messages set search = to_tsvector('simple', text);
create trigger messages_search before insert or update of text on messages
  for each row execute function tsvector_update_trigger(search, 'pg_catalog.simple', text);
create index messages_search on messages using gin (search);
create index messages_by_workspace on messages (workspace_id, created_at desc);
