import type { Macro } from '../contract/desk-api.ts'
import { CarelineError } from '../kit/errors.ts'
import { newId } from '../kit/ids.ts'
import type { Database, Sql } from '../platform/database/database.ts'
import { refuseTakenName } from '../platform/database/taken-name.ts'

/** Answers that are said often, by name. */
export async function listMacros(db: Sql, workspaceId: string): Promise<Macro[]> {
  const rows = await db
    .selectFrom('macros')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('name')
    .execute()
  return rows.map(({ id, name, text, actions }) => ({ id, name, text, actions: actions as Macro['actions'] }))
}

/** Makes a macro, or changes it when `id` is given. @throws CarelineError `conflict` for a name that is taken, `not-found`. */
export async function saveMacro(
  db: Database,
  workspaceId: string,
  given: Omit<Macro, 'id'> & { id?: string },
  now: Date,
): Promise<Macro> {
  return await db.transaction(async tx => {
    await refuseTakenName(tx, 'macros', { workspaceId, name: given.name, id: given.id })
    const { name, text, actions } = given
    const values = { name, text, actions: JSON.stringify(actions) }
    const id = given.id ?? newId('mac', now.getTime())
    if (given.id === undefined)
      await tx
        .insertInto('macros')
        .values({ ...values, id, workspace_id: workspaceId, created_at: now })
        .execute()
    else {
      const changed = await tx
        .updateTable('macros')
        .set(values)
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', id)
        .returning('id')
        .executeTakeFirst()
      if (!changed) throw noMacro()
    }
    return { id, name, text, actions }
  })
}

/** @throws CarelineError `not-found`. */
export async function deleteMacro(db: Sql, workspaceId: string, id: string): Promise<void> {
  const row = await db
    .deleteFrom('macros')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst()
  if (!row) throw noMacro()
}

const noMacro = () => new CarelineError('not-found', 'There is no such macro.')
