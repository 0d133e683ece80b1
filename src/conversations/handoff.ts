import { createHash } from 'node:crypto'
import { type Selectable, sql } from 'kysely'
import { findOrCreateContact, isVerified } from '../contacts/index.ts'
import type { Conversation } from '../contract/conversation.ts'
import { HandoffReason } from '../contract/decision.ts'
import { appendEvents, type NewEvent } from '../events/index.ts'
import { CarelineError } from '../kit/errors.ts'
import { newId } from '../kit/ids.ts'
import type { Sql, Tables, Tx } from '../platform/database/database.ts'
import { refuseBlocked } from './block.ts'
import { accept, type ConversationDeps } from './deps.ts'
import { queueHandoff } from './handoff-job.ts'
import { moveHolder } from './holder.ts'
import type { IntakeRecord } from './intake.ts'
import { keepInterrupted } from './interrupted.ts'
import { replyRecord } from './reply-record.ts'
import { type ConversationRow, lockConversation, toConversation } from './store.ts'
import { cleanText } from './text.ts'
import { acknowledge } from './told/acknowledge.ts'
import { about } from './turn-rows.ts'

type HandoffRecord = Extract<IntakeRecord, { kind: 'handoff' }>

/**
 * The visitor asks for a person: the bot falls silent and the conversation waits in the queue. May be called again to
 * add the e-mail address or a note, which are kept for the reply only. An `idempotencyKey` that was used before, or
 * without one the same words while the conversation waits, change nothing and give the conversation as it is now, with
 * `repeated`.
 * @throws CarelineError `invalid` (no e-mail address), `not-found`, `conflict` (a key that was used for another address
 * or note) or `unavailable`.
 */
export async function requestHandoff(
  deps: ConversationDeps,
  { idempotencyKey, ...input }: HandoffInput,
): Promise<{ conversation: Conversation; repeated: boolean }> {
  const now = deps.clock.now()
  const id = idempotencyKey && idOfKey(input.conversationId, idempotencyKey)
  const asked = { ...input, reason: 'asked-for' as const, ...(id ? { id } : {}) }
  const { conversation, records, repeated } = await deps.database.transaction(async tx => {
    const row = await lockConversation(tx, input.conversationId)
    await refuseBlocked(tx, row)
    const earlier = id ? await findHandoff(tx, id) : await findOpenAlike(tx, row, asked)
    if (earlier)
      return { conversation: row, records: [await recordAgain(tx, row, earlier, asked)], repeated: true }
    return { ...(await callPerson(tx, row, asked, now)), repeated: false }
  })
  for (const record of records) await accept(deps, record)
  return { conversation: toConversation(conversation), repeated }
}

/**
 * Calls a person on a locked row, in words to the visitor if the bot holds it; `silent`: without. Appends the events; the
 * caller keeps the records.
 */
export async function callPerson(
  tx: Tx,
  row: ConversationRow,
  asked: { reason: HandoffReason; id?: string; email?: string; note?: string; silent?: boolean },
  now: Date,
): Promise<{ conversation: ConversationRow; records: IntakeRecord[] }> {
  const tells = row.holder === 'bot' && !asked.silent
  const interrupted = await keepInterrupted(tx, row, now)
  const said = tells ? await acknowledge(tx, row, asked, now) : undefined
  const stored = await insertHandoff(tx, row, asked, now)
  const spoken = [...(interrupted?.events ?? []), ...(said?.events ?? [])]
  const events = await appendEvents(tx, [...spoken, ...stored.events], now)
  const event = events.at(-1)!.number
  const before = interrupted?.recordAt(events[0]!.number) ?? []
  const told = said ? [replyRecord(said.message, event, null)] : []
  return {
    conversation: stored.conversation,
    records: [...before, ...told, { ...stored.record, event }],
  }
}

interface HandoffInput {
  conversationId: string
  email?: string
  note?: string
  /** Made by the client, once for each request; counts within the conversation. */
  idempotencyKey?: string
}

/** Whether a request with this key was taken before, so that it is only made again. */
export async function wasHandoffRequested(
  deps: Pick<ConversationDeps, 'database'>,
  input: { conversationId: string; idempotencyKey: string },
): Promise<boolean> {
  const id = idOfKey(input.conversationId, input.idempotencyKey)
  return (await findHandoff(deps.database.sql, id)) !== undefined
}

/** Made from the key, so that the table's own key keeps a request from being stored twice. */
function idOfKey(conversationId: string, key: string): string {
  const hash = createHash('sha256').update(`${conversationId}\n${key}`).digest('hex')
  return `hnd_${hash.slice(0, 32)}`
}

type HandoffRow = Selectable<Tables['handoffs']>

async function findHandoff(db: Sql, id: string): Promise<HandoffRow | undefined> {
  return await db.selectFrom('handoffs').selectAll().where('id', '=', id).executeTakeFirst()
}

/** Without a key: the last request of a conversation that still waits or is with a person, if it said the same. */
async function findOpenAlike(
  tx: Tx,
  row: ConversationRow,
  asked: { email?: string; note?: string },
): Promise<HandoffRow | undefined> {
  if (row.holder === 'bot') return undefined
  const last = await tx
    .selectFrom('handoffs')
    .selectAll()
    .where('conversation_id', '=', row.id)
    .orderBy('requested_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  const { email, note } = keptOf(asked)
  return last?.reason === 'asked-for' && last.email === email && last.note === note ? last : undefined
}

/** The record of the first time: its journal entry may have failed. */
async function recordAgain(
  tx: Tx,
  row: ConversationRow,
  { id, reason, email, note, requested_at: at }: HandoffRow,
  asked: { email?: string; note?: string },
): Promise<HandoffRecord> {
  const again = keptOf(asked)
  if (again.email !== email || again.note !== note)
    throw new CarelineError(
      'conflict',
      'A person was asked for with this key before, with another address or note. Nothing was changed; use a new key.',
    )
  const { rows } = await sql<{ event: number }>`
    select max(number) as event from events where conversation_id = ${row.id} and at = ${at}
      and name in ('handoff.requested', 'holder.changed')`.execute(tx)
  const { holder, epoch } = row
  return {
    ...{ kind: 'handoff', event: rows[0]!.event, at: at.toISOString(), id, conversationId: row.id },
    ...{ reason, email, note, holder, epoch },
  } as HandoffRecord
}

/** Address and note as they are kept. */
function keptOf({ email, note }: { email?: string; note?: string }) {
  return { email: email?.trim() || null, note: note ? cleanText(note) : null }
}

/** Stores the request on a locked conversation and moves it to the queue if the bot holds it. Also its replay. */
export async function insertHandoff(
  tx: Tx,
  row: ConversationRow,
  input: { reason: string; id?: string; email?: string; note?: string },
  now: Date,
): Promise<{ conversation: ConversationRow; events: NewEvent[]; record: HandoffRecord }> {
  const reason = HandoffReason.parse(input.reason)
  const id = input.id ?? newId('hnd', now.getTime())
  const { email, note } = keptOf(input)
  if (email) await keepContact(tx, row, email, now)
  await tx
    .insertInto('handoffs')
    .values({
      id,
      workspace_id: row.workspace_id,
      conversation_id: row.id,
      engagement: row.engagement,
      reason,
      email,
      note,
      requested_at: now,
    })
    .execute()
  await queueHandoff(tx, { id, workspaceId: row.workspace_id }, now)
  const moved =
    row.holder === 'bot' ? await moveHolder(tx, row, 'queue', now) : { conversation: row, events: [] }
  await tx
    .updateTable('conversations')
    .set({ waiting_since: row.waiting_since ?? now })
    .where('id', '=', row.id)
    .execute()
  const asked: NewEvent = {
    name: 'handoff.requested',
    data: { conversationId: row.id, reason },
    ...about(row),
  }
  const { holder, epoch } = moved.conversation
  return {
    conversation: moved.conversation,
    events: [asked, ...moved.events],
    record: {
      ...{ kind: 'handoff', event: 0, at: now.toISOString(), id, conversationId: row.id },
      ...{ reason, email, note, holder, epoch },
    } as HandoffRecord,
  }
}

/** A verified contact stays who they are: the address is the handoff's alone. */
async function keepContact(tx: Tx, row: ConversationRow, email: string, now: Date): Promise<void> {
  if (await isVerified(tx, row.contact_id)) return
  const contact = await findOrCreateContact(tx, { workspaceId: row.workspace_id, email, now })
  await tx.updateTable('conversations').set({ contact_id: contact.id }).where('id', '=', row.id).execute()
}
