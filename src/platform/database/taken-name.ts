import { CarelineError } from '../../kit/errors.ts'
import type { Sql } from './database.ts'

/** What is told apart by its name within a workspace, by table and in words. */
const named = { labels: 'label', macros: 'macro', roles: 'role', teams: 'team' } as const

/** @throws CarelineError `conflict` when another than `id` has the name already. */
export async function refuseTakenName(
  db: Sql,
  table: keyof typeof named,
  given: { workspaceId: string; name: string; id: string | undefined },
): Promise<void> {
  const same = await db
    .selectFrom(table)
    .select('id')
    .where('workspace_id', '=', given.workspaceId)
    .where('name', '=', given.name)
    .executeTakeFirst()
  if (same && same.id !== given.id) throw takenName(table, given.name)
}

export const takenName = (table: keyof typeof named, name: string): CarelineError =>
  new CarelineError('conflict', `There is a ${named[table]} called ${name} already.`)
