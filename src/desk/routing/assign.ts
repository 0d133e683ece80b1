import { listTeams } from '../../accounts/index.ts'
import { lockOwnConversation } from '../../conversations/index.ts'
import { appendEvents } from '../../events/index.ts'
import type { Sql, Tx } from '../../platform/database/database.ts'
import type { DeskDeps } from '../deps.ts'
import { whoIsOnline } from '../presence.ts'
import { type Choice, chooseMember, type Wanted } from './choose.ts'
import { findFreeMembers, lockMembers } from './members.ts'

type Conversation = Awaited<ReturnType<typeof lockOwnConversation>>

/**
 * Gives a waiting conversation to somebody who has room, in one transaction with the event. One that routing gave to
 * somebody who is away is given to another, or to nobody when none has room, where its team wants that.
 * @returns whether somebody has it now who had it not before.
 */
export async function assign(
  deps: DeskDeps,
  place: { workspaceId: string; conversationId: string },
): Promise<boolean> {
  const now = deps.clock.now()
  const choice = await deps.database.transaction(async tx => {
    const row = await lockOwnConversation(tx, place)
    if (row.holder !== 'queue' || row.status !== 'open' || row.merged_into !== null) return undefined
    if (row.assignee_id !== null && !(await isLeftAlone(tx, row))) return undefined
    // Two at once are told apart here; what they count is read in a statement of its own, after the wait.
    await lockMembers(tx, row.workspace_id)
    const chosen = await choose(tx, row)
    if (!chosen && row.assignee_id === null) return undefined
    await give(tx, row, chosen, now)
    return chosen
  })
  deps.ring()
  return choice !== undefined
}

/** Whether routing gave it to somebody who is not there, and the team wants it given to another then. */
async function isLeftAlone(tx: Tx, row: Conversation): Promise<boolean> {
  if (row.routed_at === null || (await whoIsOnline(tx, row.workspace_id)).has(row.assignee_id!)) return false
  const team = (await listTeams(tx, row.workspace_id)).find(({ id }) => id === row.team_id)
  return team?.reassignWhenAway ?? true
}

async function choose(tx: Tx, row: Conversation): Promise<Choice | undefined> {
  const free = await findFreeMembers(tx, row.workspace_id)
  if (free.length === 0) return undefined
  return chooseMember(await wantedOf(tx, row), free, await listTeams(tx, row.workspace_id))
}

async function wantedOf(tx: Sql, row: Conversation): Promise<Wanted> {
  const labels = await tx
    .selectFrom('conversation_labels')
    .innerJoin('labels', 'labels.id', 'conversation_labels.label_id')
    .select('labels.name')
    .where('conversation_id', '=', row.id)
    .execute()
  return { language: row.language, skills: labels.map(({ name }) => name), teamId: row.team_id }
}

async function give(tx: Tx, row: Conversation, chosen: Choice | undefined, now: Date): Promise<void> {
  const memberId = chosen?.memberId ?? null
  const teamId = chosen?.teamId ?? row.team_id
  await tx
    .updateTable('conversations')
    .set({ assignee_id: memberId, team_id: teamId, routed_at: memberId && now, updated_at: now })
    .where('id', '=', row.id)
    .execute()
  if (memberId !== null)
    await tx.updateTable('members').set({ last_assigned_at: now }).where('id', '=', memberId).execute()
  await tx
    .updateTable('handoffs')
    .set({ team_id: teamId })
    .where('conversation_id', '=', row.id)
    .where('state', '=', 'waiting')
    .execute()
  const data = { conversationId: row.id, memberId, teamId, from: row.assignee_id }
  const place = { workspaceId: row.workspace_id, botId: row.bot_id, conversationId: row.id }
  await appendEvents(tx, [{ name: 'conversation.routed', data, ...place }], now)
}
