-- Letting people in: invitations, and who an identity provider says somebody is.

create table invites (
  id text primary key,
  workspace_id text not null references workspaces (id) on delete cascade,
  -- In lower case, as in accounts.
  email text not null,
  role text not null,
  team_ids text[] not null default '{}',
  -- Of the mail.
  language text not null,
  invited_by text references members (id) on delete set null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  withdrawn_at timestamptz
);
-- Nobody is invited twice at the same time.
create unique index invites_open on invites (workspace_id, email)
  where accepted_at is null and withdrawn_at is null;

-- Without a role only those are let in who are members already.
alter table identity_providers alter column role drop not null;
alter table identity_providers alter column role drop default;

-- Whom a provider's subject is here: a provider may give an address to somebody else later, never a subject.
create table identities (
  provider_id text not null references identity_providers (id) on delete cascade,
  subject text not null,
  account_id text not null references accounts (id) on delete cascade,
  created_at timestamptz not null,
  primary key (provider_id, subject),
  unique (provider_id, account_id)
);

-- A session by a workspace's own provider stays in that workspace: its administrators vouch for nobody elsewhere.
alter table sessions add column confined boolean not null default false;
