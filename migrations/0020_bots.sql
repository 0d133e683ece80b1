-- An answer is pinned for several ways to ask, and can be changed.
alter table pinned_answers add column questions text[] not null default '{}';
update pinned_answers set questions = array[question];
alter table pinned_answers drop column question;
alter table pinned_answers add column updated_at timestamptz;
create index pinned_answers_by_workspace on pinned_answers (workspace_id, id);
