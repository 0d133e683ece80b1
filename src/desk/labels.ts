import type { Label } from '../contract/desk-api.ts'
import { type DeskAct, lockOwnConversation } from '../conversations/index.ts'
import { appendEvents } from '../events/index.ts'
import { CarelineError } from '../kit/errors.ts'
import { newId } from '../kit/ids.ts'
import type { Database, Sql } from '../platform/database/database.ts'
import { refuseTakenName } from '../platform/database/taken-name.ts'
import type { DeskDeps } from './deps.ts'

/** The labels of a workspace by name. */
export async function listLabels(db: Sql, workspaceId: string): Promise<Label[]> {
  return await db
    .selectFrom('labels')
    .select(['id', 'name', 'colour'])
    .where('workspace_id', '=', workspaceId)
    .orderBy('name')
    .execute()
}

/** Makes a label, or changes it when `id` is given. @throws CarelineError `conflict` for a name that is taken, `not-found`. */
export async function saveLabel(
  db: Database,
  workspaceId: string,
  given: { id?: string; name: string; colour: string },
): Promise<Label> {
  return await db.transaction(async tx => {
    await refuseTakenName(tx, 'labels', { workspaceId, name: given.name, id: given.id })
    const label = { id: given.id ?? newId('lab'), name: given.name, colour: given.colour }
    if (given.id === undefined)
      await tx
        .insertInto('labels')
        .values({ ...label, workspace_id: workspaceId })
        .execute()
    else {
      const changed = await tx
        .updateTable('labels')
        .set({ name: label.name, colour: label.colour })
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', given.id)
        .returning('id')
        .executeTakeFirst()
      if (!changed) throw noLabel()
    }
    return label
  })
}

/** @throws CarelineError `not-found`. */
export async function deleteLabel(db: Sql, workspaceId: string, id: string): Promise<void> {
  const row = await db
    .deleteFrom('labels')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst()
  if (!row) throw noLabel()
}

/** Gives a conversation exactly these labels. @throws CarelineError `not-found`, or `invalid` for a label that is none here. */
export async function setLabels(
  deps: DeskDeps,
  act: DeskAct & { labelIds: readonly string[] },
): Promise<void> {
  const labelIds = [...new Set(act.labelIds)]
  const now = deps.clock.now()
  await deps.database.transaction(async tx => {
    const row = await lockOwnConversation(tx, act)
    const known = await tx
      .selectFrom('labels')
      .select('id')
      .where('workspace_id', '=', act.workspaceId)
      .where('id', 'in', ['', ...labelIds])
      .execute()
    if (known.length !== labelIds.length)
      throw new CarelineError('invalid', 'One of the labels is not there.')
    await tx.deleteFrom('conversation_labels').where('conversation_id', '=', row.id).execute()
    if (labelIds.length > 0)
      await tx
        .insertInto('conversation_labels')
        .values(
          labelIds.map(label_id => ({ conversation_id: row.id, label_id, workspace_id: act.workspaceId })),
        )
        .execute()
    const place = { workspaceId: act.workspaceId, botId: row.bot_id, conversationId: row.id }
    const data = { conversationId: row.id, changed: ['labels'], by: act.memberId }
    await appendEvents(tx, [{ name: 'conversation.changed', data, ...place }], now)
  })
  deps.ring()
}

const noLabel = () => new CarelineError('not-found', 'There is no such label.')
