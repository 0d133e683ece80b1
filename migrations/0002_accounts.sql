-- People who work here: accounts (who signs in), members (an account in a workspace), roles, teams, what they sign in
-- with, keys of programs, and the audit log. Columns named *_sealed hold AES-256-GCM envelopes (platform/secrets).

-- One person, whatever the number of workspaces. The e-mail address is kept in lower case.
create table accounts (
  id text primary key,
  email text not null unique,
  name text not null,
  password_hash text,
  totp_sealed text,
  -- The last time step a code was taken for, so that none is taken twice.
  totp_step bigint,
  -- SHA-256 of the recovery codes that are still good.
  recovery_hashes text[] not null default '{}',
  locale text not null default 'en',
  created_at timestamptz not null
);

create table roles (
  id text primary key,
  workspace_id text not null references workspaces (id) on delete cascade,
  name text not null,
  -- Named rights, 'object:verb' each.
  rights text[] not null,
  created_at timestamptz not null,
  unique (workspace_id, name)
);

create table members (
  id text primary key,
  workspace_id text not null references workspaces (id) on delete cascade,
  account_id text not null references accounts (id) on delete cascade,
  -- 'owner', 'admin', 'operator', 'viewer', or the id of a row of roles.
  role text not null,
  -- How visitors see them; null: the account's name.
  display_name text,
  languages text[] not null default '{}',
  skills text[] not null default '{}',
  -- How many open conversations routing gives at most.
  capacity integer not null default 5 check (capacity between 0 and 1000),
  presence text not null default 'offline' check (presence in ('online', 'away', 'offline')),
  seen_at timestamptz,
  last_assigned_at timestamptz,
  preferences jsonb not null default '{}',
  created_at timestamptz not null,
  removed_at timestamptz,
  unique (workspace_id, account_id)
);

create table teams (
  id text primary key,
  workspace_id text not null references workspaces (id) on delete cascade,
  name text not null,
  routing text not null default 'fewest-open' check (routing in ('round-robin', 'fewest-open', 'manual')),
  reassign_when_away boolean not null default true,
  -- {timeZone, weekly: {mon: [["09:00","17:00"]], ...}, holidays: ["2026-12-25"]}; null: always open.
  hours jsonb,
  created_at timestamptz not null,
  unique (workspace_id, name)
);

create table team_members (
  team_id text not null references teams (id) on delete cascade,
  member_id text not null references members (id) on delete cascade,
  workspace_id text not null references workspaces (id) on delete cascade,
  primary key (team_id, member_id)
);

-- A sign-in on one device: a family of refresh tokens, of which only the newest is good.
create table sessions (
  id text primary key,
  account_id text not null references accounts (id) on delete cascade,
  -- Where the device works now.
  workspace_id text not null references workspaces (id) on delete cascade,
  -- SHA-256 of the refresh token that is good now.
  refresh_hash text not null unique,
  address text not null,
  device text not null,
  created_at timestamptz not null,
  used_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  revoked_because text
);
create index sessions_by_account on sessions (account_id);

-- Refresh tokens that were exchanged; seeing one again revokes its family.
create table spent_refresh_tokens (
  hash text primary key,
  session_id text not null references sessions (id) on delete cascade,
  spent_at timestamptz not null
);

create table sign_in_failures (
  -- 'account:' and a hash of the address signed in with, or 'address:' and the network address.
  key text primary key,
  failures integer not null,
  first_at timestamptz not null
);

-- Links and codes that are good once: invitations, password resets, magic links, the set-up of the first owner.
create table one_time_tokens (
  hash text primary key,
  purpose text not null check (purpose in ('setup', 'invite', 'reset', 'magic', 'oidc')),
  workspace_id text references workspaces (id) on delete cascade,
  account_id text references accounts (id) on delete cascade,
  data jsonb not null default '{}',
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);

-- Ed25519 keys of access tokens, newest last. An old one verifies until its last token has run out.
create table signing_keys (
  kid text primary key,
  public_jwk jsonb not null,
  private_sealed text not null,
  created_at timestamptz not null,
  retires_at timestamptz
);

create table api_keys (
  id text primary key,
  workspace_id text not null references workspaces (id) on delete cascade,
  name text not null,
  hash text not null unique,
  -- The first characters, to tell keys apart.
  hint text not null,
  rights text[] not null,
  created_by text references members (id) on delete set null,
  created_at timestamptz not null,
  used_at timestamptz,
  expires_at timestamptz,
  revoked_at timestamptz
);

-- Secrets that the owner gives: model keys, SMTP and OIDC passwords, identity keys, webhook secrets. Write only.
create table secrets (
  workspace_id text not null references workspaces (id) on delete cascade,
  name text not null,
  value_sealed text not null,
  updated_at timestamptz not null,
  primary key (workspace_id, name)
);

create table identity_providers (
  id text primary key,
  workspace_id text not null references workspaces (id) on delete cascade,
  name text not null,
  issuer text not null,
  client_id text not null,
  secret_sealed text,
  -- Addresses of these domains become members on their first sign-in, with this role.
  domains text[] not null default '{}',
  role text not null default 'operator',
  created_at timestamptz not null,
  unique (workspace_id, issuer, client_id)
);

create table audit_log (
  id text primary key,
  workspace_id text not null references workspaces (id) on delete cascade,
  -- 'member:ID', 'key:ID', 'server' or 'visitor:ID'.
  actor text not null,
  action text not null,
  object text not null,
  object_id text,
  details jsonb not null default '{}',
  address text,
  at timestamptz not null
);
create index audit_log_by_workspace on audit_log (workspace_id, id desc);
