-- The spine: workspaces and bots, the event log with its outbox and jobs, conversations, knowledge, traces.
-- Written for PostgreSQL 15 and later. The pgvector extension is created by the database adapter before this runs.

create table workspaces (
  id text primary key,
  name text not null,
  created_at timestamptz not null default now()
);

create table bots (
  id text primary key,
  workspace_id text not null references workspaces (id) on delete cascade,
  name text not null,
  settings jsonb not null default '{}',
  created_at timestamptz not null default now()
);

-- The log is numbered without gaps in commit order: the number is taken from this one row at the end of a
-- transaction, so a reader that has seen N has seen everything below N.
create table event_counter (
  one boolean primary key default true check (one),
  last bigint not null default 0
);
insert into event_counter default values;

create table events (
  number bigint primary key,
  workspace_id text not null,
  bot_id text,
  conversation_id text,
  name text not null,
  data jsonb not null,
  at timestamptz not null
);
create index events_by_conversation on events (conversation_id, number) where conversation_id is not null;
create index events_by_workspace on events (workspace_id, number);

-- One row per event that still has to be told to the bus; a hint for readers, who read the log itself.
create table outbox (
  event_number bigint primary key references events (number) on delete cascade,
  created_at timestamptz not null default now()
);

create table jobs (
  id text primary key,
  workspace_id text not null,
  kind text not null,
  payload jsonb not null,
  -- At most one waiting job per key, so that the same work is queued once.
  unique_key text,
  state text not null default 'queued' check (state in ('queued', 'running', 'done', 'dead')),
  attempts integer not null default 0,
  max_attempts integer not null default 5,
  run_at timestamptz not null,
  lease_until timestamptz,
  lease_token text,
  last_error text,
  progress jsonb,
  created_at timestamptz not null default now(),
  finished_at timestamptz
);
create index jobs_due on jobs (run_at) where state in ('queued', 'running');
create unique index jobs_unique_key on jobs (unique_key) where unique_key is not null and state = 'queued';

create table contacts (
  id text primary key,
  workspace_id text not null references workspaces (id) on delete cascade,
  email text,
  name text,
  created_at timestamptz not null default now()
);
create unique index contacts_by_email on contacts (workspace_id, email) where email is not null;

create table conversations (
  id text primary key,
  workspace_id text not null references workspaces (id) on delete cascade,
  bot_id text not null references bots (id) on delete cascade,
  contact_id text references contacts (id) on delete set null,
  -- SHA-256 of the visitor's session token; the token itself is never stored.
  session_hash text not null unique,
  holder text not null default 'bot' check (holder in ('bot', 'queue') or holder like 'member:%'),
  epoch integer not null default 0,
  last_seq integer not null default 0,
  language text,
  -- The page of the company's site the conversation began on: {url, title, referrer}.
  page jsonb not null default '{}',
  state text not null default 'open' check (state in ('open', 'closed')),
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index conversations_by_workspace on conversations (workspace_id, updated_at desc);

create table turns (
  id text primary key,
  workspace_id text not null,
  bot_id text not null,
  conversation_id text not null references conversations (id) on delete cascade,
  upto_seq integer not null,
  epoch integer not null,
  attempt integer not null default 1,
  state text not null default 'running' check (state in ('running', 'ended')),
  outcome text,
  started_at timestamptz not null,
  ended_at timestamptz,
  unique (conversation_id, upto_seq)
);

create table messages (
  id text primary key,
  workspace_id text not null,
  bot_id text not null,
  conversation_id text not null references conversations (id) on delete cascade,
  seq integer not null,
  author text not null check (author in ('visitor', 'bot', 'member', 'system')),
  author_id text,
  client_id text,
  text text not null,
  content jsonb not null default '{}',
  -- The ownership epoch the message was written in.
  epoch integer not null,
  turn_id text references turns (id),
  trace_id text,
  created_at timestamptz not null,
  unique (conversation_id, seq),
  unique (conversation_id, client_id)
);
-- A turn speaks at most once, whatever is retried.
create unique index messages_one_per_turn on messages (turn_id) where author = 'bot' and turn_id is not null;

-- Nobody speaks for the company but who holds the conversation at that moment, and no number is skipped. The
-- conversation's row is locked here, so a takeover waits for the message or the message meets the takeover.
create function messages_belong_to_holder() returns trigger language plpgsql as $$
declare
  conversation record;
begin
  select holder, epoch, last_seq into conversation from conversations where id = new.conversation_id for update;
  if new.epoch <> conversation.epoch
    or (new.author = 'bot' and conversation.holder <> 'bot')
    or (new.author = 'member' and conversation.holder is distinct from 'member:' || new.author_id) then
    raise exception 'the conversation % is held by somebody else', new.conversation_id
      using errcode = 'check_violation', constraint = 'messages_belong_to_holder';
  end if;
  if new.seq <> conversation.last_seq then
    raise exception 'message % of conversation % is out of turn', new.seq, new.conversation_id
      using errcode = 'check_violation', constraint = 'messages_follow_last_seq';
  end if;
  return new;
end $$;
create trigger messages_belong_to_holder before insert on messages
  for each row execute function messages_belong_to_holder();

create table ratings (
  message_id text primary key references messages (id) on delete cascade,
  workspace_id text not null,
  rating text not null check (rating in ('up', 'down')),
  comment text,
  at timestamptz not null
);

create table handoffs (
  id text primary key,
  workspace_id text not null,
  conversation_id text not null references conversations (id) on delete cascade,
  reason text not null,
  email text,
  note text,
  requested_at timestamptz not null
);

create table sources (
  id text primary key,
  workspace_id text not null references workspaces (id) on delete cascade,
  kind text not null check (kind in ('folder', 'file', 'url', 'text')),
  -- A directory, a file path, a start URL, or the title of a pasted text.
  location text not null,
  -- {include, exclude, pageCap, schedule, baseUrl, text}
  settings jsonb not null default '{}',
  state text not null default 'new' check (state in ('new', 'syncing', 'ready', 'failed')),
  last_error text,
  synced_at timestamptz,
  created_at timestamptz not null,
  unique (workspace_id, kind, location)
);

create table pages (
  id text primary key,
  workspace_id text not null,
  source_id text not null references sources (id) on delete cascade,
  -- Relative path in a folder, or the URL of a crawled page.
  path text not null,
  -- Where the page is read by people; null when Careline shows it itself.
  url text,
  title text not null,
  language text not null,
  content_hash text not null,
  -- The page as blocks (headings, paragraphs, lists, tables, code), for showing it with its passages marked.
  blocks jsonb not null,
  effective_on date,
  expires_on date,
  -- What the web server said of this version, so that an unchanged page is not fetched again.
  etag text,
  last_modified text,
  indexed_at timestamptz not null,
  unique (source_id, path)
);

-- What of a source could not be read, with a plain reason.
create table page_failures (
  source_id text not null references sources (id) on delete cascade,
  path text not null,
  reason text not null,
  at timestamptz not null,
  primary key (source_id, path)
);

create table passages (
  id text primary key,
  workspace_id text not null,
  source_id text not null references sources (id) on delete cascade,
  page_id text not null references pages (id) on delete cascade,
  ordinal integer not null,
  kind text not null,
  heading_path text[] not null,
  anchor text not null,
  -- Position in the source: UTF-16 offsets, and lines counted from 1.
  start_offset integer not null,
  end_offset integer not null,
  start_line integer not null,
  end_line integer not null,
  text text not null,
  language text not null,
  content_hash text not null,
  embedding vector,
  embedding_model text,
  unique (page_id, ordinal)
);
create index passages_by_workspace on passages (workspace_id);

create table sentences (
  passage_id text not null references passages (id) on delete cascade,
  ordinal integer not null,
  workspace_id text not null,
  kind text not null,
  -- UTF-16 offsets within the passage's text.
  start_offset integer not null,
  end_offset integer not null,
  text text not null,
  -- int8 components of the unit vector times 127.
  embedding bytea,
  embedding_model text,
  primary key (passage_id, ordinal)
);
create index sentences_by_workspace on sentences (workspace_id);

-- Vectors of a model that is to replace the present one: collected beside it and moved over all at once.
create table next_vectors (
  passage_id text primary key references passages (id) on delete cascade,
  workspace_id text not null,
  model text not null,
  embedding vector not null,
  -- The int8 vectors of its sentences one after another.
  sentences bytea not null
);
create index next_vectors_by_workspace on next_vectors (workspace_id, model);

create table traces (
  id text primary key,
  workspace_id text not null,
  bot_id text,
  conversation_id text,
  turn_id text,
  data jsonb not null,
  created_at timestamptz not null
);
create index traces_by_workspace on traces (workspace_id, created_at desc);
