import { sql } from 'kysely'
import { queueRouting } from '../conversations/index.ts'
import { appendEvents } from '../events/index.ts'
import type { Sql, Tx } from '../platform/database/database.ts'
import type { DeskDeps } from './deps.ts'

/** Who gave no sign of life for this long is shown as offline; a live stream gives one every fifteen seconds. */
const GONE_MS = 60_000

type Presence = 'online' | 'away' | 'offline'
interface OfMember {
  workspaceId: string
  memberId: string
}

/** Keeps what a member chose to be, which is also a sign of life, and tells colleagues what changed. */
export async function markPresence(deps: DeskDeps, given: OfMember & { presence: Presence }): Promise<void> {
  await note(deps, { ...given, chosen: given.presence })
}

/** A sign of life of a member, as their live stream gives it. */
export async function markSeen(deps: DeskDeps, given: OfMember): Promise<void> {
  await note(deps, given)
}

async function note(deps: DeskDeps, { workspaceId, memberId, chosen }: OfMember & { chosen?: Presence }) {
  const now = deps.clock.now()
  const changed = await deps.database.transaction(async tx => {
    await tx
      .updateTable('members')
      .set({ seen_at: now, ...(chosen ? { presence: chosen } : {}) })
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', memberId)
      .where('removed_at', 'is', null)
      .execute()
    return await showPresence(tx, now, memberId)
  })
  if (changed > 0) deps.ring()
}

/** Shows those as offline of whom nothing was heard for a while. */
export async function showAbsent(deps: DeskDeps): Promise<void> {
  const changed = await deps.database.transaction(tx => showPresence(tx, deps.clock.now()))
  if (changed > 0) deps.ring()
}

/** Brings what colleagues see up to date, of one member or of all; returns how many changed. */
async function showPresence(tx: Tx, now: Date, memberId?: string): Promise<number> {
  const gone = new Date(now.getTime() - GONE_MS)
  const { rows } = await sql<{ id: string; workspace_id: string; presence_shown: Presence }>`
    update members set presence_shown = case when seen_at >= ${gone} then presence else 'offline' end
    where ${memberId === undefined ? sql`presence_shown <> 'offline'` : sql`id = ${memberId}`}
      and presence_shown <> case when seen_at >= ${gone} then presence else 'offline' end
    returning id, workspace_id, presence_shown`.execute(tx)
  await appendEvents(
    tx,
    rows.map(({ id, workspace_id: workspaceId, presence_shown: presence }) => ({
      ...{ name: 'member.presence-changed' as const, data: { memberId: id, presence }, workspaceId },
    })),
    now,
  )
  // Somebody who came has room for what waits.
  const came = rows.filter(({ presence_shown }) => presence_shown === 'online')
  for (const { workspace_id } of came) await queueRouting(tx, workspace_id, now)
  return rows.length
}

/** The members of a workspace whom colleagues see as online. */
export async function whoIsOnline(db: Sql, workspaceId: string): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('members')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('removed_at', 'is', null)
    .where('presence_shown', '=', 'online')
    .execute()
  return new Set(rows.map(({ id }) => id))
}
