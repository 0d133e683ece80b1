import type { HistoryLine } from '../bot/index.ts'
import type { Message } from '../contract/conversation.ts'
import type { Sql } from '../platform/database/database.ts'
import { type ConversationRow, findMessages, findSettled } from './store.ts'

/** How many messages before the question the bot reads. */
const HISTORY = 20

/** What the messages numbered `seqs`, in order, ask, and what was said before; `spoken` as a turn has it. */
export async function readExchange(db: Sql, conversation: ConversationRow, seqs: readonly number[]) {
  const messages = await findMessages(db, conversation.id, {
    after: Math.max(0, seqs[0]! - 1 - HISTORY),
    limit: HISTORY + conversation.last_seq,
  })
  const asked = new Set(seqs)
  const settled = await findSettled(db, conversation.id)
  return {
    question: messages
      .filter(message => asked.has(message.seq))
      .map(wordsOf)
      .join('\n'),
    history: messages
      .filter(message => !asked.has(message.seq) && message.seq < seqs.at(-1)!)
      .flatMap(message => toLine(message, settled.upto)),
    spoken: settled.spokenSince,
  }
}

/** What is asked; of a message that is only files, what they are called. */
const wordsOf = ({ text, content }: Message): string =>
  text.trim() === '' ? (content.attachments ?? []).map(({ name }) => name).join(', ') : text

function toLine({ author, text, content, rating, seq }: Message, settled: number): HistoryLine[] {
  if (author === 'system') return []
  const citedPageIds = content.citations?.map(citation => citation.pageId)
  return [
    {
      ...{ role: author, text },
      ...(citedPageIds?.length ? { citedPageIds } : {}),
      ...(content.decision ? { decision: content.decision } : {}),
      ...(rating ? { rating } : {}),
      ...(seq <= settled ? { settled: true } : {}),
    },
  ]
}
