import type { BusinessHours, GiveTeam, Team } from '../contract/accounts-api.ts'
import { CarelineError } from '../kit/errors.ts'
import { newId } from '../kit/ids.ts'
import type { Database, Sql, Tx } from '../platform/database/database.ts'
import { refuseTakenName } from '../platform/database/taken-name.ts'

/** The teams of a workspace by name, with their members. */
export async function listTeams(db: Sql, workspaceId: string): Promise<Team[]> {
  const rows = await db
    .selectFrom('teams')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('name')
    .execute()
  const inTeams = await db
    .selectFrom('team_members')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('member_id')
    .execute()
  return rows.map(row => ({
    id: row.id,
    name: row.name,
    routing: row.routing,
    reassignWhenAway: row.reassign_when_away,
    hours: row.hours as BusinessHours | null,
    memberIds: inTeams.filter(one => one.team_id === row.id).map(one => one.member_id),
  }))
}

/** Makes a team, or changes it when `id` is given. @throws CarelineError `conflict`, `not-found` or `invalid` for a member that is none. */
export async function saveTeam(
  db: Database,
  workspaceId: string,
  given: GiveTeam & { id?: string },
  now: Date,
): Promise<Team> {
  const id = given.id ?? newId('tea', now.getTime())
  await db.transaction(async tx => {
    await refuseTakenName(tx, 'teams', { workspaceId, name: given.name, id })
    const values = {
      name: given.name,
      routing: given.routing,
      reassign_when_away: given.reassignWhenAway,
      hours: given.hours && JSON.stringify(given.hours),
    }
    if (given.id === undefined)
      await tx
        .insertInto('teams')
        .values({ ...values, id, workspace_id: workspaceId, created_at: now })
        .execute()
    else await changeTeam(tx, workspaceId, id, values)
    await tx.deleteFrom('team_members').where('team_id', '=', id).execute()
    await addToTeam(tx, workspaceId, id, given.memberIds)
  })
  return (await listTeams(db.sql, workspaceId)).find(team => team.id === id)!
}

/** @throws CarelineError `not-found`. */
export async function deleteTeam(db: Database, workspaceId: string, id: string): Promise<void> {
  const row = await db.sql
    .deleteFrom('teams')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst()
  if (!row) throw noTeam()
}

async function changeTeam(tx: Tx, workspaceId: string, id: string, values: object): Promise<void> {
  const row = await tx
    .updateTable('teams')
    .set(values)
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst()
  if (!row) throw noTeam()
}

async function addToTeam(
  tx: Tx,
  workspaceId: string,
  teamId: string,
  memberIds: readonly string[],
): Promise<void> {
  const wanted = [...new Set(memberIds)]
  if (wanted.length === 0) return
  const known = await tx
    .selectFrom('members')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('removed_at', 'is', null)
    .where('id', 'in', wanted)
    .execute()
  if (known.length !== wanted.length)
    throw new CarelineError('invalid', 'Somebody of the team is no member here.')
  await tx
    .insertInto('team_members')
    .values(wanted.map(member_id => ({ team_id: teamId, member_id, workspace_id: workspaceId })))
    .execute()
}

const noTeam = () => new CarelineError('not-found', 'There is no such team.')
