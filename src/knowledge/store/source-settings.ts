import { CarelineError } from '../../kit/errors.ts'
import type { Database } from '../../platform/database/database.ts'
import { nextSync } from '../sources/schedule.ts'
import type { SourceSettings } from './sources.ts'

/** New values by name; `null` takes a setting away, what is not named stays. */
export type SettingChanges = Readonly<Record<string, unknown>>

/**
 * Settings that decide what becomes of a page, not which pages there are: after a change of one, pages that did not
 * change themselves are read anew. Passages that come out alike keep their vectors.
 */
const SHAPES_PAGES = ['baseUrl', 'language']

/**
 * Changes how a source is read from now on; reading it again is left to the caller.
 * @throws CarelineError `not-found`, or `invalid` for a schedule that cannot be kept and a text where there is none
 */
export async function changeSourceSettings(
  database: Database,
  workspaceId: string,
  sourceId: string,
  changes: SettingChanges,
  now: Date,
): Promise<void> {
  await database.transaction(async tx => {
    const source = await tx
      .selectFrom('sources')
      .select(['kind', 'settings'])
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', sourceId)
      .forUpdate()
      .executeTakeFirst()
    if (!source) throw new CarelineError('not-found', `There is no source ${sourceId}.`)
    if ((changes['text'] ?? undefined) !== undefined && source.kind !== 'text')
      throw new CarelineError('invalid', 'text: only a pasted text has one.')
    const before = source.settings as SourceSettings
    const after = changed(before, changes)
    if (after.schedule) nextSync(after.schedule, now)
    await tx
      .updateTable('sources')
      .set({ settings: JSON.stringify(after) })
      .where('id', '=', sourceId)
      .execute()
    if (SHAPES_PAGES.some(name => before[name] !== after[name]))
      await tx
        .updateTable('pages')
        .set({ content_hash: '', etag: null, last_modified: null })
        .where('source_id', '=', sourceId)
        .execute()
  })
}

function changed(settings: SourceSettings, changes: SettingChanges): SourceSettings {
  const all = { ...settings, ...changes }
  return Object.fromEntries(
    Object.entries(all).filter(([, value]) => value !== null && value !== undefined),
  ) as SourceSettings
}
