import { appendEvents } from '../../events/index.ts'
import { CarelineError, messageOf } from '../../kit/errors.ts'
import { newId } from '../../kit/ids.ts'
import type { Database, Sql } from '../../platform/database/database.ts'
import { formatOf } from '../parse/formats.ts'
import { checkSize, documentLimits } from '../parse/limits.ts'
import type { SourceSettings } from './sources.ts'

/**
 * Stores a file as a source; one of the same name takes the new bytes. Nothing is read yet.
 * @returns the source's id.
 * @throws CarelineError `invalid` for a kind of file that is not read, for other bytes than its name says, and for too many.
 */
export async function giveFile(
  database: Database,
  workspaceId: string,
  file: { name: string; bytes: Uint8Array; settings: SourceSettings },
  now: Date,
): Promise<string> {
  refuseUnreadable(file)
  return await database.transaction(async tx => {
    const stored = await tx
      .insertInto('sources')
      .values({
        id: newId('src', now.getTime()),
        ...{ workspace_id: workspaceId, kind: 'upload', location: file.name, created_at: now },
        settings: JSON.stringify(file.settings),
      })
      .onConflict(on => on.columns(['workspace_id', 'kind', 'location']).doNothing())
      .returning('id')
      .executeTakeFirst()
    const id = stored?.id ?? (await idOf(tx, workspaceId, file.name))
    await tx
      .insertInto('source_files')
      .values({ source_id: id, workspace_id: workspaceId, bytes: file.bytes })
      .onConflict(on => on.column('source_id').doUpdateSet({ bytes: file.bytes }))
      .execute()
    if (stored) await appendEvents(tx, [{ name: 'source.added', workspaceId, data: { sourceId: id } }], now)
    return id
  })
}

/** The bytes of an uploaded file. @throws CarelineError `not-found`. */
export async function fileOf(sql: Sql, sourceId: string): Promise<Uint8Array> {
  const row = await sql
    .selectFrom('source_files')
    .select('bytes')
    .where('source_id', '=', sourceId)
    .executeTakeFirst()
  if (!row) throw new CarelineError('not-found', 'The file of this source is not stored: give it again.')
  return new Uint8Array(row.bytes)
}

async function idOf(sql: Sql, workspaceId: string, name: string): Promise<string> {
  const { id } = await sql
    .selectFrom('sources')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('kind', '=', 'upload')
    .where('location', '=', name)
    .executeTakeFirstOrThrow()
  return id
}

/** What would only fail later, when it is read, is refused while whoever gives it is there. */
function refuseUnreadable({ name, bytes }: { name: string; bytes: Uint8Array }): void {
  try {
    const format = formatOf(bytes, name)
    checkSize(
      bytes.length,
      format === 'pdf' || format === 'docx' ? documentLimits.fileBytes : documentLimits.textBytes,
    )
  } catch (error) {
    throw new CarelineError('invalid', `${name}: ${messageOf(error)}`)
  }
}
