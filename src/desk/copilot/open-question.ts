import { readEngagement, readExchange } from '../../conversations/index.ts'
import { CarelineError } from '../../kit/errors.ts'
import type { Sql } from '../../platform/database/database.ts'
import { tells } from '../pack/need.ts'
import { answeredMessages } from '../pack/tried.ts'

/**
 * What waits for an answer in a conversation, with what was said before: the visitor's messages since a member's last that
 * the bot has not answered either; else the last of them; else what was written where a person was asked for. Greetings and
 * the wish for a person ask nothing.
 * @throws CarelineError `not-found`; `conflict` where nothing was asked yet.
 */
export async function findOpenQuestion(
  db: Sql,
  { workspaceId, conversationId }: { workspaceId: string; conversationId: string },
) {
  const { row, messages } = await readEngagement(db, conversationId)
  if (row.workspace_id !== workspaceId) throw new CarelineError('not-found', 'There is no such conversation.')
  const asking = messages.filter(({ author, text }) => author === 'visitor' && tells(text))
  const answered = answeredMessages(messages)
  const since = messages.findLast(({ author }) => author === 'member')?.seq ?? 0
  const open = asking.filter(({ id, seq }) => seq > since && !answered.has(id))
  const asked = open.length > 0 ? open : asking.slice(-1)
  if (asked.length > 0)
    return {
      conversation: row,
      ...(await readExchange(
        db,
        row,
        asked.map(({ seq }) => seq),
      )),
    }
  const question = await lastNote(db, conversationId)
  if (question === undefined)
    throw new CarelineError('conflict', 'The visitor has not asked anything yet that could be looked up.')
  return { conversation: row, question, history: [], spoken: 0 }
}

async function lastNote(db: Sql, conversationId: string): Promise<string | undefined> {
  const asked = await db
    .selectFrom('handoffs')
    .select('note')
    .where('conversation_id', '=', conversationId)
    .where('note', 'is not', null)
    .orderBy('requested_at', 'desc')
    .execute()
  return asked.flatMap(({ note }) => note ?? []).find(tells)
}
