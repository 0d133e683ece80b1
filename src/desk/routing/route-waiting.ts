import { sql } from 'kysely'
import { type ConversationDeps, releaseToQueue } from '../../conversations/index.ts'
import type { Sql } from '../../platform/database/database.ts'
import type { DeskDeps } from '../deps.ts'
import { whoIsOnline } from '../presence.ts'
import { assign } from './assign.ts'
import { findFreeMembers } from './members.ts'

/** How many conversations one look tries to place. */
const MOST = 200
/** How long a visitor waits for somebody who went away with their conversation. */
const AWAY_MS = 5 * 60_000

/**
 * Gives waiting conversations to members who have room: the most urgent first, then who waits longest. One that no free
 * member may take keeps its place and does not hold up the others.
 * @returns how many were given.
 */
export async function routeWaiting(deps: DeskDeps, workspaceId: string): Promise<number> {
  let given = 0
  for (const conversationId of await waitingIn(deps.database.sql, workspaceId)) {
    if ((await findFreeMembers(deps.database.sql, workspaceId)).length === 0) break
    if (await assign(deps, { workspaceId, conversationId })) given++
  }
  return given
}

/**
 * Takes conversations from members who went away, and gives what waits to those who are there, in every workspace. Asks
 * the record alone, so that several processes may do it at once.
 */
export async function routeEverywhere(deps: DeskDeps, conversations: ConversationDeps): Promise<void> {
  for (const workspaceId of await workspacesWithWork(deps.database.sql)) {
    await takeFromAway(deps, conversations, workspaceId)
    await routeWaiting(deps, workspaceId)
  }
}

async function takeFromAway(
  deps: DeskDeps,
  conversations: ConversationDeps,
  workspaceId: string,
): Promise<void> {
  const { sql: db } = deps.database
  const online = [...(await whoIsOnline(db, workspaceId))]
  const before = new Date(deps.clock.now().getTime() - AWAY_MS)
  const { rows } = await sql<{ id: string; holder: string }>`
    select c.id, c.holder from conversations c left join teams t on t.id = c.team_id
    where c.workspace_id = ${workspaceId} and c.status = 'open' and coalesce(t.reassign_when_away, true)
      and ((c.holder = 'queue' and c.routed_at is not null and not (c.assignee_id = any(${online}::text[])))
        or (c.holder like 'member:%' and c.waiting_since < ${before}
          and not (substr(c.holder, 8) = any(${online}::text[]))))
    order by c.id limit ${MOST}`.execute(db)
  for (const { id: conversationId, holder } of rows)
    if (holder === 'queue') await assign(deps, { workspaceId, conversationId })
    else
      await releaseToQueue(conversations, { workspaceId, conversationId }, async (tx, row) => {
        const stillWaits = row.holder === holder && row.waiting_since !== null && row.waiting_since < before
        return stillWaits && !(await whoIsOnline(tx, workspaceId)).has(holder.slice('member:'.length))
      })
}

async function waitingIn(db: Sql, workspaceId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from conversations where workspace_id = ${workspaceId} and status = 'open' and holder = 'queue'
      and assignee_id is null and merged_into is null
    order by array_position(array['urgent', 'high', 'normal', 'low'], priority), waiting_since, id
    limit ${MOST}`.execute(db)
  return rows.map(({ id }) => id)
}

async function workspacesWithWork(db: Sql): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct workspace_id as id from conversations where status = 'open'
      and (holder = 'queue' or (holder like 'member:%' and waiting_since is not null))`.execute(db)
  return rows.map(({ id }) => id)
}
