import { sql } from 'kysely'
import type { Sql } from '../platform/database/database.ts'
import { outsideWorkspaces } from '../platform/database/isolation.ts'

export interface FoundMessage {
  conversationId: string
  messageId: string
  author: string
  text: string
  at: Date
}

/** How many matches are ranked at most: the newest, so that a common word costs no more than a rare one. */
const RANKED = 2_000

/**
 * Messages of a workspace with all the words of `query` (the last may be the beginning of one), best first. Under
 * row-level security PostgreSQL asks the policy first and may not use the index of words, so this one query rests on its
 * own condition.
 */
export async function searchMessages(
  db: Sql,
  workspaceId: string,
  { query, limit }: { query: string; limit: number },
): Promise<FoundMessage[]> {
  const words = query.match(/[\p{L}\p{N}]+/gu) ?? []
  if (words.length === 0) return []
  // Only letters and digits are left, so that nothing of the query is read as an operator.
  const terms = words.map((word, at) => (at === words.length - 1 ? `${word}:*` : word)).join(' & ')
  const found = sql<{
    id: string
    conversation_id: string
    author: string
    text: string
    created_at: Date
  }>`
    with matching as (
      select id, conversation_id, author, text, created_at, search from messages
      where workspace_id = ${workspaceId} and search @@ to_tsquery('simple', ${terms})
      order by created_at desc limit ${RANKED})
    select id, conversation_id, author, left(text, 300) as text, created_at from matching
    order by ts_rank(search, to_tsquery('simple', ${terms})) desc, created_at desc limit ${limit}`
  const { rows } = await outsideWorkspaces(() => found.execute(db))
  return rows.map(row => ({
    ...{ messageId: row.id, conversationId: row.conversation_id, author: row.author },
    ...{ text: row.text, at: row.created_at },
  }))
}
