-- A handoff told to a member who is away, by mail or by push: each at most once.
create table notifications (
  handoff_id text not null references handoffs (id) on delete cascade,
  member_id text not null references members (id) on delete cascade,
  way text not null check (way in ('mail', 'push')),
  workspace_id text not null references workspaces (id) on delete cascade,
  at timestamptz not null,
  primary key (handoff_id, member_id, way)
);
create index notifications_by_member on notifications (member_id, at);

-- The table of before was never written to. A subscription belongs to the browser's session, and ends with it.
drop table push_subscriptions;
create table push_subscriptions (
  id text primary key,
  workspace_id text not null references workspaces (id) on delete cascade,
  member_id text not null references members (id) on delete cascade,
  session_id text not null references sessions (id) on delete cascade,
  -- Where the browser's push service takes messages. Whoever knows it may send there.
  endpoint text not null unique,
  -- The browser's key, and the secret that only it and we have (RFC 8291).
  public_key text not null,
  auth_sealed text not null,
  created_at timestamptz not null
);
create index push_subscriptions_by_member on push_subscriptions (member_id);

-- The one key pair by which push services know this server (RFC 8292), made when it is first needed.
create table push_keys (
  id text primary key,
  public_key text not null,
  private_sealed text not null,
  created_at timestamptz not null
);

select careline_isolate();
