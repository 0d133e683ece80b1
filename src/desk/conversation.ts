import type { DeskConversation, Handoff, HandoffPack, Note, Survey } from '../contract/desk-api.ts'
import { readWhole } from '../conversations/index.ts'
import { lastEventNumber } from '../events/index.ts'
import { CarelineError } from '../kit/errors.ts'
import type { Sql } from '../platform/database/database.ts'
import { findInboxLine, type Viewer } from './inbox.ts'
import { buildPack } from './pack/build-pack.ts'
import { type HandoffRow, readStory } from './pack/read-story.ts'

/**
 * A conversation with everything a member sees around it. The event number is read first: a live stream that goes on from
 * it may tell something twice, never leave it out.
 * @throws CarelineError `not-found`.
 */
export async function readDeskConversation(db: Sql, viewer: Viewer, id: string): Promise<DeskConversation> {
  const lastEvent = await lastEventNumber(db)
  const line = await findInboxLine(db, viewer, id)
  if (!line) throw new CarelineError('not-found', 'There is no such conversation.')
  const whole = await readWhole(db, id)
  return {
    ...whole,
    ...{ line, lastEvent },
    handoffs: await handoffsOf(db, id, whole.engagement),
    notes: await notesOf(db, id),
    surveys: await surveysOf(db, id),
  }
}

async function handoffsOf(db: Sql, conversationId: string, engagement: number): Promise<Handoff[]> {
  const rows = await db
    .selectFrom('handoffs')
    .selectAll()
    .where('conversation_id', '=', conversationId)
    .orderBy('requested_at')
    .execute()
  return await Promise.all(
    rows.map(async row => ({
      id: row.id,
      reason: row.reason as Handoff['reason'],
      state: row.state,
      engagement: row.engagement,
      note: row.note,
      email: row.email,
      requestedAt: row.requested_at.toISOString(),
      pickedUpAt: row.picked_up_at?.toISOString() ?? null,
      pickedUpBy: row.picked_up_by,
      pack: await packOf(db, row, engagement),
      hadToRepeat: row.had_to_repeat,
    })),
  )
}

/** Its job makes the pack right after the handoff; whoever opens the conversation sooner does not wait for it. */
async function packOf(db: Sql, row: HandoffRow, engagement: number): Promise<HandoffPack | null> {
  if ('summary' in row.pack) return row.pack as HandoffPack
  return row.engagement === engagement ? buildPack(await readStory(db, row)) : null
}

async function notesOf(db: Sql, conversationId: string): Promise<Note[]> {
  const rows = await db
    .selectFrom('notes')
    .selectAll()
    .where('conversation_id', '=', conversationId)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  return rows.map(row => ({
    id: row.id,
    memberId: row.member_id,
    afterSeq: row.after_seq,
    text: row.text,
    mentions: row.mentions,
    createdAt: row.created_at.toISOString(),
  }))
}

async function surveysOf(db: Sql, conversationId: string): Promise<Survey[]> {
  const rows = await db
    .selectFrom('resolutions')
    .select(['engagement', 'score', 'comment', 'scored_at'])
    .where('conversation_id', '=', conversationId)
    .where('score', 'is not', null)
    .orderBy('engagement')
    .execute()
  return rows.map(({ engagement, score, comment, scored_at }) => ({
    ...{ engagement, score: score!, comment },
    at: scored_at!.toISOString(),
  }))
}
