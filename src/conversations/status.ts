import { sql } from 'kysely'
import type { Priority, Status } from '../contract/desk-api.ts'
import { appendEvents, type NewEvent } from '../events/index.ts'
import { CarelineError } from '../kit/errors.ts'
import type { Tx } from '../platform/database/database.ts'
import type { ConversationDeps } from './deps.ts'
import { moveHolder } from './holder.ts'
import { unmergeOnWord } from './merge.ts'
import { queueRouting } from './routing-job.ts'
import { type ConversationRow, lockOwnConversation } from './store.ts'
import type { DeskAct } from './takeover.ts'
import { about } from './turn-rows.ts'

/** What members change about a conversation beside speaking in it. What is left out stays. */
export interface StatusChanges {
  status?: Status
  snoozedUntil?: Date | null
  priority?: Priority
  teamId?: string | null
  assigneeId?: string | null
  subject?: string | null
}

/**
 * Sorts a conversation: status, snooze, priority, team, assignee. Nobody's hold on it changes.
 * @throws CarelineError `not-found`, or `invalid` for a snooze without a time, or a team or member of another workspace.
 */
export async function changeStatus(
  deps: ConversationDeps,
  act: DeskAct & { changes: StatusChanges },
): Promise<void> {
  const now = deps.clock.now()
  await deps.database.transaction(async tx => {
    const row = await lockOwnConversation(tx, act)
    const events = await applyChanges(tx, row, act.changes, act.memberId, now)
    await appendEvents(tx, events, now)
  })
  deps.ring?.()
}

/** The change itself on a locked row; the caller appends the events. */
export async function applyChanges(
  tx: Tx,
  row: ConversationRow,
  changes: StatusChanges,
  by: string,
  now: Date,
): Promise<NewEvent[]> {
  await refuseForeign(tx, row, changes)
  if (changes.status && changes.status !== 'open') await queueRouting(tx, row.workspace_id, now)
  await tx
    .updateTable('conversations')
    .set({ ...columnsOf(changes, now), updated_at: now })
    .where('id', '=', row.id)
    .execute()
  const changed: NewEvent = {
    name: 'conversation.changed',
    data: { conversationId: row.id, changed: Object.keys(changes), by },
    ...about(row),
  }
  if (changes.status !== 'resolved' || row.status === 'resolved') return [changed]
  return [changed, await resolve(tx, row, by, now)]
}

function columnsOf(changes: StatusChanges, now: Date) {
  if (changes.status === 'snoozed' && !(changes.snoozedUntil && changes.snoozedUntil > now))
    throw new CarelineError('invalid', 'Say until when to snooze: a time in the future, as snoozedUntil.')
  const { status, priority, teamId, assigneeId, subject } = changes
  return {
    ...(status === undefined ? {} : { status, snoozed_until: null }),
    ...(status === 'snoozed' ? { snoozed_until: changes.snoozedUntil! } : {}),
    ...(status === 'resolved' ? { waiting_since: null } : {}),
    ...(priority === undefined ? {} : { priority }),
    ...(teamId === undefined ? {} : { team_id: teamId }),
    ...(assigneeId === undefined ? {} : { assignee_id: assigneeId, routed_at: null }),
    ...(subject === undefined ? {} : { subject }),
  }
}

async function refuseForeign(
  tx: Tx,
  row: ConversationRow,
  { teamId, assigneeId }: StatusChanges,
): Promise<void> {
  const { rows } = await sql<{ team: boolean; member: boolean }>`select
    ${teamId ?? null}::text is null or exists (select 1 from teams
      where id = ${teamId ?? null} and workspace_id = ${row.workspace_id}) as team,
    ${assigneeId ?? null}::text is null or exists (select 1 from members
      where id = ${assigneeId ?? null} and workspace_id = ${row.workspace_id} and removed_at is null) as member`.execute(
    tx,
  )
  if (!rows[0]!.team) throw new CarelineError('invalid', 'There is no such team here.')
  if (!rows[0]!.member) throw new CarelineError('invalid', 'There is no such member here.')
}

async function resolve(tx: Tx, row: ConversationRow, by: string, now: Date): Promise<NewEvent> {
  await tx
    .insertInto('resolutions')
    .values({
      conversation_id: row.id,
      engagement: row.engagement,
      workspace_id: row.workspace_id,
      upto_seq: row.last_seq,
      resolved_by: by,
      resolved_at: now,
    })
    .onConflict(on =>
      on.columns(['conversation_id', 'engagement']).doUpdateSet({
        ...{ upto_seq: row.last_seq, resolved_by: by, resolved_at: now },
      }),
    )
    .execute()
  await tx
    .updateTable('handoffs')
    .set({ state: 'withdrawn' })
    .where('conversation_id', '=', row.id)
    .where('state', '=', 'waiting')
    .execute()
  const data = { conversationId: row.id, engagement: row.engagement, by }
  return { name: 'conversation.resolved', data, ...about(row) }
}

/**
 * A visitor writes: a snoozed conversation wakes, a resolved one begins a new engagement in the bot's hands, and somebody
 * waits if a person holds it.
 * @returns the row as it is now, and the events to append.
 */
export async function wake(
  tx: Tx,
  row: ConversationRow,
  now: Date,
): Promise<{ conversation: ConversationRow; events: NewEvent[] }> {
  const unmerged = await unmergeOnWord(tx, row)
  const again = row.status === 'resolved'
  const moved =
    again && row.holder !== 'bot' ? await moveHolder(tx, row, 'bot', now) : { conversation: row, events: [] }
  const { holder } = moved.conversation
  const conversation = await tx
    .updateTable('conversations')
    .set({
      visitor_at: now,
      ...(row.status === 'open' ? {} : { status: 'open' as const, snoozed_until: null }),
      ...(again ? { engagement: row.engagement + 1, assignee_id: null } : {}),
      ...(holder === 'bot' ? {} : { waiting_since: row.waiting_since ?? now }),
    })
    .where('id', '=', row.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  const events = [...unmerged, ...moved.events]
  if (row.status === 'open') return { conversation, events }
  const data = { conversationId: row.id, engagement: conversation.engagement, from: row.status }
  return { conversation, events: [...events, { name: 'conversation.reopened', data, ...about(row) }] }
}

/** Wakes conversations whose snooze is over. @returns how many. */
export async function wakeSnoozed(deps: ConversationDeps): Promise<number> {
  const now = deps.clock.now()
  const woken = await deps.database.transaction(async tx => {
    const rows = await tx
      .updateTable('conversations')
      .set({ status: 'open', snoozed_until: null, updated_at: now })
      .where('status', '=', 'snoozed')
      .where('snoozed_until', '<=', now)
      .returningAll()
      .execute()
    const events: NewEvent[] = rows.map(row => ({
      name: 'conversation.reopened' as const,
      data: { conversationId: row.id, engagement: row.engagement, from: 'snoozed' as const },
      ...about(row),
    }))
    await appendEvents(tx, events, now)
    return rows.length
  })
  if (woken > 0) deps.ring?.()
  return woken
}
