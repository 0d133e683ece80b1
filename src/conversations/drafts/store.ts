import { type Selectable, sql } from 'kysely'
import type { MessageContent } from '../../contract/conversation.ts'
import type { Draft } from '../../contract/draft-api.ts'
import type { EventData } from '../../contract/events.ts'
import type { NewEvent } from '../../events/index.ts'
import { newId } from '../../kit/ids.ts'
import type { Sql, Tables, Tx } from '../../platform/database/database.ts'
import type { ConversationRow } from '../store.ts'
import { about } from '../turn-rows.ts'

export type DraftRow = Selectable<Tables['drafts']>

/** What a draft says, of which turn, and up to which message it answers. */
export interface NewDraft {
  text: string
  content: MessageContent
  uptoSeq: number
  traceId: string
  turnId?: string
  /** The member who asked for it; absent: the bot's mode. */
  askedBy?: string
}

/** Stores a draft on a locked conversation, in the place of those that were open; the caller appends the events. */
export async function insertDraft(
  tx: Tx,
  conversation: ConversationRow,
  draft: NewDraft,
  now: Date,
): Promise<{ row: DraftRow; events: NewEvent[] }> {
  const by = draft.askedBy ?? 'bot'
  const replaced = await closeDrafts(tx, conversation, { state: 'replaced', by }, now)
  const row = await tx
    .insertInto('drafts')
    .values({
      id: newId('dra', now.getTime()),
      workspace_id: conversation.workspace_id,
      conversation_id: conversation.id,
      turn_id: draft.turnId ?? null,
      text: draft.text,
      content: JSON.stringify(draft.content),
      trace_id: draft.traceId,
      upto_seq: draft.uptoSeq,
      asked_by: draft.askedBy ?? null,
      created_at: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  const written: NewEvent = {
    name: 'draft.written',
    data: {
      ...{ draftId: row.id, conversationId: conversation.id },
      ...{ uptoSeq: row.upto_seq, traceId: row.trace_id },
    },
    ...about(conversation),
  }
  return { row, events: [...replaced, written] }
}

/** Closes open drafts of a locked conversation, or the one named; the caller appends the events. */
export async function closeDrafts(
  tx: Tx,
  conversation: ConversationRow,
  { id, state, by }: { id?: string; state: EventData<'draft.closed'>['state']; by: string },
  now: Date,
): Promise<NewEvent[]> {
  let query = tx
    .updateTable('drafts')
    .set({ state, closed_by: by, closed_at: now })
    .where('conversation_id', '=', conversation.id)
    .where('state', '=', 'open')
  if (id !== undefined) query = query.where('id', '=', id)
  const closed = await query.returning('id').execute()
  return closed.map(row => ({
    name: 'draft.closed' as const,
    data: { draftId: row.id, conversationId: conversation.id, state, by },
    ...about(conversation),
  }))
}

/**
 * Whether a draft waits to be sent: what a member wrote after it was asked for, or a resolution, has overtaken it. What a
 * member asked for goes on from all that was said, be it resolved or a colleague's word: there only what came later counts.
 * The table is to be named `d`.
 */
const isWaiting = sql<boolean>`d.state = 'open'
  and not exists (select from messages m
    where m.conversation_id = d.conversation_id and m.author = 'member' and m.seq > d.upto_seq)
  and not exists (select from resolutions r where r.conversation_id = d.conversation_id
    and case when d.asked_by is null then r.upto_seq >= d.upto_seq else r.resolved_at >= d.created_at end)`

/** Whether a conversation, which is to be named `c`, has a draft that waits to be sent. */
export const hasWaitingDraft = sql<boolean>`exists (select from drafts d where d.conversation_id = c.id and ${isWaiting})`

/** Drafts of a workspace that wait to be sent, the newest first; of one conversation when it is named. */
export async function listDrafts(
  db: Sql,
  workspaceId: string,
  { conversationId, limit }: { conversationId?: string; limit: number },
): Promise<Draft[]> {
  const { rows } = await sql<DraftRow>`
    select d.* from drafts d where d.workspace_id = ${workspaceId} and ${isWaiting}
      and (${conversationId ?? null}::text is null or d.conversation_id = ${conversationId ?? null})
    order by d.created_at desc, d.id desc limit ${limit}`.execute(db)
  return rows.map(toDraft)
}

/** One draft of a workspace, and whether it still waits. */
export async function findDraft(
  db: Sql,
  workspaceId: string,
  id: string,
): Promise<(DraftRow & { waits: boolean }) | undefined> {
  const { rows } = await sql<DraftRow & { waits: boolean }>`
    select d.*, (${isWaiting}) as waits from drafts d
    where d.workspace_id = ${workspaceId} and d.id = ${id}`.execute(db)
  return rows[0]
}

export function toDraft(row: DraftRow): Draft {
  return {
    id: row.id,
    conversationId: row.conversation_id,
    text: row.text,
    content: row.content as MessageContent,
    uptoSeq: row.upto_seq,
    traceId: row.trace_id,
    askedBy: row.asked_by,
    createdAt: row.created_at.toISOString(),
  }
}
