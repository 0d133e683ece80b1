/**
 * What a backup holds, in an order in which every row's references come before it, with the columns its rows are
 * sorted by.
 */
export const backupTables = [
  { name: 'workspaces', key: ['id'] },
  { name: 'bots', key: ['id'] },
  { name: 'accounts', key: ['id'] },
  { name: 'roles', key: ['id'] },
  { name: 'members', key: ['id'] },
  { name: 'teams', key: ['id'] },
  { name: 'team_members', key: ['team_id', 'member_id'] },
  { name: 'signing_keys', key: ['kid'] },
  { name: 'api_keys', key: ['id'] },
  { name: 'secrets', key: ['workspace_id', 'name'] },
  { name: 'identity_providers', key: ['id'] },
  { name: 'identities', key: ['provider_id', 'subject'] },
  { name: 'invites', key: ['id'] },
  { name: 'audit_log', key: ['id'] },
  { name: 'event_counter', key: ['one'] },
  { name: 'events', key: ['number'] },
  { name: 'jobs', key: ['id'] },
  { name: 'contacts', key: ['id'] },
  { name: 'conversations', key: ['id'] },
  { name: 'turns', key: ['id'] },
  { name: 'messages', key: ['conversation_id', 'seq'] },
  { name: 'ratings', key: ['message_id'] },
  { name: 'notes', key: ['id'] },
  { name: 'mentions', key: ['note_id', 'member_id'] },
  { name: 'merges', key: ['conversation_id'] },
  { name: 'drafts', key: ['id'] },
  { name: 'labels', key: ['id'] },
  { name: 'conversation_labels', key: ['conversation_id', 'label_id'] },
  { name: 'macros', key: ['id'] },
  { name: 'saved_views', key: ['id'] },
  { name: 'conversation_reads', key: ['conversation_id', 'member_id'] },
  { name: 'resolutions', key: ['conversation_id', 'engagement'] },
  { name: 'attachments', key: ['id'] },
  { name: 'attachment_files', key: ['attachment_id'] },
  { name: 'handoffs', key: ['id'] },
  { name: 'notifications', key: ['handoff_id', 'member_id', 'way'] },
  { name: 'sources', key: ['id'] },
  { name: 'source_files', key: ['source_id'] },
  { name: 'pages', key: ['id'] },
  { name: 'page_failures', key: ['source_id', 'path'] },
  { name: 'passages', key: ['id'] },
  { name: 'sentences', key: ['passage_id', 'ordinal'] },
  { name: 'traces', key: ['id'] },
  { name: 'model_use', key: ['bot_id', 'day'] },
  { name: 'pinned_answers', key: ['id'] },
  { name: 'golden_questions', key: ['id'] },
  { name: 'calibrations', key: ['bot_id'] },
] as const

export type BackupTable = (typeof backupTables)[number]

/**
 * Tables that a backup leaves out: what the program itself writes, what was on its way, vectors of a change of the
 * embedding model that is not over, and what is only good for a short time. A test compares both lists with the schema.
 */
export const notBackedUp = [
  'migrations',
  'outbox',
  'next_vectors',
  // Who is signed in now, and links that are good for minutes: whoever restores signs in again.
  'sessions',
  'spent_refresh_tokens',
  'sign_in_failures',
  'one_time_tokens',
  // Bound to a session in a browser, and to the key that it was told.
  'push_subscriptions',
  'push_keys',
] as const
