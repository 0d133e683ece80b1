import type { Note } from '../contract/desk-api.ts'
import type { DeskAct } from '../conversations/index.ts'
import { appendEvents } from '../events/index.ts'
import { CarelineError } from '../kit/errors.ts'
import { newId } from '../kit/ids.ts'
import type { Tx } from '../platform/database/database.ts'
import type { DeskDeps } from './deps.ts'

/**
 * Writes a note that members see and the visitor never does. Mentions that are no members here are left out.
 * @throws CarelineError `not-found`.
 */
export async function writeNote(
  deps: DeskDeps,
  act: DeskAct & { text: string; mentions: readonly string[] },
): Promise<Note> {
  const now = deps.clock.now()
  const note = await deps.database.transaction(async tx => {
    const row = await tx
      .selectFrom('conversations')
      .select(['id', 'bot_id', 'last_seq'])
      .where('id', '=', act.conversationId)
      .where('workspace_id', '=', act.workspaceId)
      .executeTakeFirst()
    if (!row) throw new CarelineError('not-found', 'There is no such conversation.')
    const known = await tx
      .selectFrom('members')
      .select('id')
      .where('workspace_id', '=', act.workspaceId)
      .where('removed_at', 'is', null)
      .where('id', 'in', ['', ...act.mentions])
      .execute()
    const note = {
      ...{ id: newId('not', now.getTime()), text: act.text },
      ...{ mentions: known.map(({ id }) => id), after_seq: row.last_seq },
    }
    await tx
      .insertInto('notes')
      .values({
        ...note,
        workspace_id: act.workspaceId,
        conversation_id: row.id,
        member_id: act.memberId,
        created_at: now,
      })
      .execute()
    if (known.length > 0) await tellMentioned(tx, { ...act, noteId: note.id }, known)
    const place = { workspaceId: act.workspaceId, botId: row.bot_id, conversationId: row.id }
    const data = { conversationId: row.id, noteId: note.id, memberId: act.memberId }
    await appendEvents(tx, [{ name: 'note.written', data, ...place }], now)
    return note
  })
  deps.ring()
  const { id, text, mentions, after_seq: afterSeq } = note
  return { id, memberId: act.memberId, afterSeq, text, mentions, createdAt: now.toISOString() }
}

/** Whoever names themselves has seen it. */
async function tellMentioned(
  tx: Tx,
  { workspaceId, conversationId, memberId, noteId }: DeskAct & { noteId: string },
  members: readonly { id: string }[],
): Promise<void> {
  const others = members.filter(({ id }) => id !== memberId)
  if (others.length === 0) return
  await tx
    .insertInto('mentions')
    .values(
      others.map(({ id }) => ({
        ...{ note_id: noteId, member_id: id, workspace_id: workspaceId },
        ...{ conversation_id: conversationId, read_at: null },
      })),
    )
    .execute()
}
