import { activityMs } from '../contract/choices.ts'
import type { Tx } from '../platform/database/database.ts'
import type { ConversationDeps } from './deps.ts'
import { type ConversationRow, findUnanswered, lockOwnConversation } from './store.ts'
import type { DeskAct } from './takeover.ts'
import { queueTurn } from './turn-job.ts'
import { isPaused } from './turn-rows.ts'

/**
 * A member types in a conversation: a bot that holds it keeps still until they have stopped, and answers then what is
 * still open. What it had begun to say is dropped, and said anew if the member goes away again.
 * @returns who holds the conversation. @throws CarelineError `not-found`.
 */
export async function pauseBot(deps: ConversationDeps, act: DeskAct): Promise<string> {
  const now = deps.clock.now()
  return await deps.database.transaction(async tx => {
    const row = await lockOwnConversation(tx, act)
    if (row.holder !== 'bot') return row.holder
    const until = new Date(now.getTime() + activityMs.typing)
    await setPause(tx, row, until)
    // While it is paused there is a job already, which puts itself off.
    if (!isPaused(row, now)) await answerFrom(tx, row, now, until)
    return row.holder
  })
}

/** The member has stopped typing: the bot goes on at once. @throws CarelineError `not-found`. */
export async function resumeBot(deps: ConversationDeps, act: DeskAct): Promise<string> {
  const now = deps.clock.now()
  const { holder, wasPaused } = await deps.database.transaction(async tx => {
    const row = await lockOwnConversation(tx, act)
    const wasPaused = isPaused(row, now)
    if (wasPaused) {
      await setPause(tx, row, null)
      await answerFrom(tx, row, now, now)
    }
    return { holder: row.holder, wasPaused }
  })
  if (wasPaused) deps.ring?.('job')
  return holder
}

async function setPause(tx: Tx, row: ConversationRow, until: Date | null): Promise<void> {
  await tx.updateTable('conversations').set({ bot_paused_until: until }).where('id', '=', row.id).execute()
}

async function answerFrom(tx: Tx, row: ConversationRow, now: Date, at: Date): Promise<void> {
  const last = (await findUnanswered(tx, row.id)).at(-1)
  if (last !== undefined) await queueTurn(tx, row, last, now, at)
}
