import type { Conversation } from '../contract/conversation.ts'
import { appendEvents, type NewEvent } from '../events/index.ts'
import type { Tx } from '../platform/database/database.ts'
import { accept, type ConversationDeps } from './deps.ts'
import { holderRecord, isHeldByMember, moveHolder } from './holder.ts'
import { keepInterrupted } from './interrupted.ts'
import { replyRecord } from './reply-record.ts'
import { queueRouting } from './routing-job.ts'
import { type ConversationRow, lockOwnConversation, toConversation } from './store.ts'
import { type DeskAct, refuseTakenByAnother } from './takeover.ts'
import { tellHandedBack } from './told/handed-back.ts'
import { about } from './turn-rows.ts'

type To = 'bot' | 'queue'

/**
 * Gives a conversation back to the bot, which goes on knowing what was said, or to the queue.
 * @throws CarelineError `conflict` when a colleague holds it and `override` is not set, `not-found`.
 */
export async function release(
  deps: ConversationDeps,
  act: DeskAct & { to: To; override?: boolean },
): Promise<Conversation> {
  return await giveBack(deps, act, async (tx, row) => {
    await refuseTakenByAnother(tx, row, act)
    return { to: act.to, by: act.memberId, override: act.override === true }
  })
}

/** The members' silence after which a conversation goes back to the bot by itself, in milliseconds. */
const AUTO_RELEASE_MS = 2 * 3_600_000

/**
 * Gives back what members have left alone, so that nobody waits for somebody who went home.
 * @returns the conversations given back.
 */
export async function releaseInactive(
  deps: ConversationDeps,
  idleMs: number = AUTO_RELEASE_MS,
): Promise<string[]> {
  const before = new Date(deps.clock.now().getTime() - idleMs)
  const held = await deps.database.sql
    .selectFrom('conversations')
    .select(['id', 'workspace_id'])
    .where('holder', 'like', 'member:%')
    .where('updated_at', '<', before)
    // It is dealt with where it was merged into.
    .where('merged_into', 'is', null)
    .execute()
  const released: string[] = []
  for (const { id, workspace_id } of held) {
    const act = { conversationId: id, workspaceId: workspace_id }
    const given = await giveBack(deps, act, async (_tx, row) => {
      const stillIdle = isHeldByMember(row) && row.updated_at < before
      return stillIdle ? { to: 'bot', by: 'timer', override: false, tells: true } : undefined
    })
    if (given.holder === 'bot') released.push(id)
  }
  return released
}

/**
 * Takes a conversation from a member for somebody else to go on with, if it is still so that it should be taken.
 */
export async function releaseToQueue(
  deps: ConversationDeps,
  act: { conversationId: string; workspaceId: string },
  stillSo: (tx: Tx, row: ConversationRow) => Promise<boolean>,
): Promise<void> {
  await giveBack(deps, act, async (tx, row) =>
    (await stillSo(tx, row)) ? { to: 'queue', by: 'timer', override: false } : undefined,
  )
}

interface GivenBack {
  to: To
  by: string
  override: boolean
  /** The visitor, and the member in the story, read that it went back by itself. */
  tells?: boolean
}

/** Gives a conversation back as `decide` says of the locked row; `undefined` leaves it. */
export async function giveBack(
  deps: ConversationDeps,
  act: { conversationId: string; workspaceId: string },
  decide: (tx: Tx, row: ConversationRow) => Promise<GivenBack | undefined>,
): Promise<Conversation> {
  const now = deps.clock.now()
  const given = await deps.database.transaction(async tx => {
    const row = await lockOwnConversation(tx, act)
    const decided = await decide(tx, row)
    if (!decided || row.holder === decided.to) return { conversation: row, records: [] }
    const { to, by, override } = decided
    const released: NewEvent = {
      name: 'conversation.released',
      data: { conversationId: row.id, to, by, from: row.holder, override },
      ...about(row),
    }
    const interrupted = await keepInterrupted(tx, row, now)
    const moved = await moveHolder(tx, row, to, now)
    // Whoever gave it back is not the one it waits for.
    if (to === 'queue')
      await tx
        .updateTable('conversations')
        .set({ assignee_id: null, routed_at: null })
        .where('id', '=', row.id)
        .execute()
    await queueRouting(tx, row.workspace_id, now)
    const message = decided.tells ? await tellHandedBack(tx, moved.conversation, now) : undefined
    const told: NewEvent[] = message ? [{ name: 'message.sent', data: { message }, ...about(row) }] : []
    const spoken = interrupted?.events ?? []
    const events = await appendEvents(tx, [...spoken, ...moved.events, released, ...told], now)
    const event = events.at(-1)!.number
    const before = interrupted?.recordAt(events[0]!.number) ?? []
    const kept = holderRecord(moved.conversation, event, now)
    // In the order of the replay, the change of holder comes before the words.
    const records = [...before, kept, ...(message ? [replyRecord(message, event, null)] : [])]
    const last_seq = message?.seq ?? moved.conversation.last_seq
    return { conversation: { ...moved.conversation, last_seq }, records }
  })
  for (const record of given.records) await accept(deps, record)
  return toConversation(given.conversation)
}
