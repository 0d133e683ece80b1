import { sql } from 'kysely'
import { readBotMode } from '../accounts/index.ts'
import type { BotMode } from '../contract/bot-mode.ts'
import { appendEvents } from '../events/index.ts'
import type { Tx } from '../platform/database/database.ts'
import type { ConversationRow } from './store.ts'
import { arePeopleIn } from './told/waiting.ts'
import { queueTurn } from './turn-job.ts'
import { endTurn, type TurnRow } from './turn-rows.ts'

/** The mode of the bot in the channel of a conversation. */
export async function modeOf(
  tx: Tx,
  { bot_id, channel }: Pick<ConversationRow, 'bot_id' | 'channel'>,
): Promise<BotMode> {
  return await readBotMode(tx, bot_id, channel)
}

/** What a turn may do in this conversation now: answer the visitor, write a draft, or leave it to people. */
export async function voiceOf(
  tx: Tx,
  conversation: ConversationRow,
  now: Date,
): Promise<'answers' | 'drafts' | 'silent'> {
  const mode = await modeOf(tx, conversation)
  if (mode === 'draft-only') return 'drafts'
  if (mode === 'off') return 'silent'
  if (mode === 'bot-first' || !(await arePeopleIn(tx, conversation, now))) return 'answers'
  return (await isBegun(tx, conversation)) ? 'answers' : 'silent'
}

/**
 * Whether somebody has had to do with this engagement already. Only a new one goes to people first: who hands back to the
 * bot, or began with it out of hours, is not sent to people again.
 */
async function isBegun(tx: Tx, { id, engagement }: ConversationRow): Promise<boolean> {
  const { rows } = await sql`
    select 1 from handoffs where conversation_id = ${id} and engagement = ${engagement}
    union all
    select 1 from messages where conversation_id = ${id} and author in ('bot', 'member') and seq >
      (select coalesce(max(upto_seq), 0) from resolutions where conversation_id = ${id} and engagement < ${engagement})
    limit 1`.execute(tx)
  return rows.length > 0
}

/**
 * Whether the bot was silenced while this turn answered, on a locked row. The turn then ends, and its messages are dealt
 * with anew in the mode that counts now.
 */
export async function wasSilenced(
  tx: Tx,
  conversation: ConversationRow,
  turn: TurnRow,
  now: Date,
): Promise<boolean> {
  const mode = await modeOf(tx, conversation)
  if (mode !== 'draft-only' && mode !== 'off') return false
  const ended = await endTurn(tx, conversation, turn.id, 'superseded', now)
  await queueTurn(tx, conversation, turn.upto_seq, now)
  await appendEvents(tx, [ended], now)
  return true
}
