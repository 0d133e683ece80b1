-- The bytes of an attachment: apart from its row, which is read with its message. In the database, so that a backup has
-- them, several processes share them, and what deletes a conversation deletes them.
create table attachment_files (
  attachment_id text primary key references attachments (id) on delete cascade,
  workspace_id text not null references workspaces (id) on delete cascade,
  bytes bytea not null
);
alter table attachments rename column blob to sha256;
create index attachments_waiting on attachments (created_at) where message_id is null;

select careline_isolate();
