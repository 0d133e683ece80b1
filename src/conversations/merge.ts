import { appendEvents, type NewEvent } from '../events/index.ts'
import { CarelineError } from '../kit/errors.ts'
import type { Tx } from '../platform/database/database.ts'
import { accept, type ConversationDeps } from './deps.ts'
import { holderRecord, memberHolder, moveHolder } from './holder.ts'
import { queueRouting } from './routing-job.ts'
import { type ConversationRow, lockOwnConversation } from './store.ts'
import { type DeskAct, refuseTakenByAnother } from './takeover.ts'
import { about } from './turn-rows.ts'

/**
 * Shows a conversation with another one from now on. Its messages stay where they were said; whoever merges it holds it,
 * so that the bot does not go on in it. A word of its visitor, or `unmergeConversation`, makes it stand for itself again.
 * @throws CarelineError `not-found`, `invalid` for itself, `conflict` when a colleague holds it or either is part of a
 * merge that must be undone first.
 */
export async function mergeConversation(
  deps: ConversationDeps,
  act: DeskAct & { into: string },
): Promise<void> {
  const now = deps.clock.now()
  const moved = await deps.database.transaction(async tx => {
    const row = await lockBoth(tx, act)
    await refuseTakenByAnother(tx, row, act)
    await tx
      .insertInto('merges')
      .values({
        ...{ conversation_id: row.id, into_id: act.into, workspace_id: row.workspace_id },
        ...{ member_id: act.memberId, holder: row.holder, waiting_since: row.waiting_since, merged_at: now },
      })
      .execute()
    const held = memberHolder(act.memberId)
    const change = row.holder === held ? undefined : await moveHolder(tx, row, held, now)
    await tx
      .updateTable('conversations')
      .set({ merged_into: act.into, waiting_since: null, updated_at: now })
      .where('id', '=', row.id)
      .execute()
    const data = { conversationId: row.id, into: act.into, by: act.memberId }
    const merged: NewEvent = { name: 'conversation.merged', data, ...about(row) }
    // Told to whoever looks at the one it was merged into as well.
    const told: NewEvent = { ...merged, conversationId: act.into }
    const events = await appendEvents(tx, [...(change?.events ?? []), merged, told], now)
    return change && holderRecord(change.conversation, events.at(-1)!.number, now)
  })
  await finish(deps, moved)
}

/**
 * Undoes a merge: the conversation stands for itself and is held as before; the bot, given it back, answers what nobody
 * has.
 * @throws CarelineError `not-found`, `conflict` when it is not merged into that one.
 */
export async function unmergeConversation(
  deps: ConversationDeps,
  act: DeskAct & { into: string },
): Promise<void> {
  const now = deps.clock.now()
  const moved = await deps.database.transaction(async tx => {
    const row = await lockOwnConversation(tx, act)
    const merge = await tx
      .selectFrom('merges')
      .selectAll()
      .where('conversation_id', '=', row.id)
      .executeTakeFirst()
    if (merge?.into_id !== act.into)
      throw new CarelineError('conflict', 'This conversation is not merged into that one.')
    const unmerged = await standAlone(tx, row, merge.into_id, act.memberId)
    await tx
      .updateTable('conversations')
      .set({ waiting_since: merge.waiting_since, updated_at: now })
      .where('id', '=', row.id)
      .execute()
    const change = row.holder === merge.holder ? undefined : await moveHolder(tx, row, merge.holder, now)
    await queueRouting(tx, row.workspace_id, now)
    const events = await appendEvents(tx, [...(change?.events ?? []), ...unmerged], now)
    return change && holderRecord(change.conversation, events.at(-1)!.number, now)
  })
  await finish(deps, moved)
}

/** The visitor writes in a conversation that was put aside: it must be seen again, with whoever merged it. */
export async function unmergeOnWord(tx: Tx, row: ConversationRow): Promise<NewEvent[]> {
  return row.merged_into === null ? [] : await standAlone(tx, row, row.merged_into, 'visitor')
}

async function standAlone(tx: Tx, row: ConversationRow, from: string, by: string): Promise<NewEvent[]> {
  await tx.deleteFrom('merges').where('conversation_id', '=', row.id).execute()
  await tx.updateTable('conversations').set({ merged_into: null }).where('id', '=', row.id).execute()
  const data = { conversationId: row.id, from, by }
  const unmerged: NewEvent = { name: 'conversation.unmerged', data, ...about(row) }
  return [unmerged, { ...unmerged, conversationId: from }]
}

/** Locks both, the lower id first, so that two merges of the same two do not wait for each other. */
async function lockBoth(tx: Tx, act: DeskAct & { into: string }): Promise<ConversationRow> {
  const { workspaceId, conversationId, into } = act
  if (conversationId === into)
    throw new CarelineError('invalid', 'A conversation cannot be merged into itself.')
  const rows = new Map<string, ConversationRow>()
  for (const id of [conversationId, into].sort())
    rows.set(id, await lockOwnConversation(tx, { workspaceId, conversationId: id }))
  const holds = await tx
    .selectFrom('conversations')
    .select('id')
    .where('merged_into', '=', conversationId)
    .executeTakeFirst()
  if (rows.get(conversationId)!.merged_into ?? rows.get(into)!.merged_into ?? holds)
    throw new CarelineError('conflict', 'One of the two is part of another merge. Undo that one first.')
  return rows.get(conversationId)!
}

async function finish(
  deps: ConversationDeps,
  record: ReturnType<typeof holderRecord> | undefined,
): Promise<void> {
  if (record) await accept(deps, record)
  else deps.ring?.()
}
