/**
 * What a backup holds, in an order in which every row's references come before it, with the columns its rows are
 * sorted by.
 */
export const backupTables = [
  { name: 'workspaces', key: ['id'] },
  { name: 'bots', key: ['id'] },
  { name: 'event_counter', key: ['one'] },
  { name: 'events', key: ['number'] },
  { name: 'jobs', key: ['id'] },
  { name: 'contacts', key: ['id'] },
  { name: 'conversations', key: ['id'] },
  { name: 'turns', key: ['id'] },
  { name: 'messages', key: ['conversation_id', 'seq'] },
  { name: 'ratings', key: ['message_id'] },
  { name: 'handoffs', key: ['id'] },
  { name: 'sources', key: ['id'] },
  { name: 'pages', key: ['id'] },
  { name: 'page_failures', key: ['source_id', 'path'] },
  { name: 'passages', key: ['id'] },
  { name: 'sentences', key: ['passage_id', 'ordinal'] },
  { name: 'traces', key: ['id'] },
  { name: 'model_use', key: ['bot_id', 'day'] },
] as const

export type BackupTable = (typeof backupTables)[number]

/**
 * Tables that a backup leaves out: what the program itself writes, what was on its way, and vectors of a change of the
 * embedding model that is not over. A test compares both lists with the schema.
 */
export const notBackedUp = ['migrations', 'outbox', 'next_vectors'] as const
