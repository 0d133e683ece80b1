-- What a bot's gate would do at each threshold, measured the last time it was calibrated, and on which questions.
create table calibrations (
  bot_id text primary key references bots (id) on delete cascade,
  workspace_id text not null references workspaces (id) on delete cascade,
  asked text not null check (asked in ('golden-questions', 'folder')),
  questions integer not null,
  answerable integer not null,
  points jsonb not null,
  at timestamptz not null
);

select careline_isolate();
