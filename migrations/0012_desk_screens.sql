-- The desk's screens: files given in the browser, golden questions, and the report.

alter table sources drop constraint sources_kind_check;
alter table sources add constraint sources_kind_check check (kind in ('folder', 'file', 'url', 'text', 'upload'));

-- The bytes of an uploaded file: apart from its source, whose row is read for every list.
create table source_files (
  source_id text primary key references sources (id) on delete cascade,
  workspace_id text not null references workspaces (id) on delete cascade,
  bytes bytea not null
);

-- A question is golden once; keeping it again changes what is right.
delete from golden_questions one using golden_questions other
  where one.workspace_id = other.workspace_id and one.question = other.question and one.id > other.id;
create unique index golden_questions_once on golden_questions (workspace_id, question);

-- The report asks for what happened in a time.
create index turns_by_workspace on turns (workspace_id, started_at);
create index handoffs_by_workspace on handoffs (workspace_id, requested_at);
create index resolutions_by_workspace on resolutions (workspace_id, resolved_at);
