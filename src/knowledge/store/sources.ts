import { appendEvents } from '../../events/index.ts'
import { CarelineError } from '../../kit/errors.ts'
import { newId } from '../../kit/ids.ts'
import type { Database, Sql } from '../../platform/database/database.ts'
import { nextSync } from '../sources/schedule.ts'
import type { SourceSpec } from '../sources/source.ts'

/** A source with what is known of its last reading. */
export interface Source {
  id: string
  workspaceId: string
  kind: SourceSpec['kind']
  location: string
  /** The rest of its `SourceSpec`, and `baseUrl` (where a folder's pages are read), `language`, `schedule`. */
  settings: SourceSettings
  state: 'new' | 'syncing' | 'ready' | 'failed'
  lastError: string | null
  syncedAt: Date | null
  /** When it was last tried, whatever came of it. */
  attemptedAt: Date | null
  createdAt: Date
}

export type SourceSettings = Record<string, unknown> & {
  baseUrl?: string
  /** Taken for pages whose language cannot be told. */
  language?: string
  /** A cron expression. */
  schedule?: string
}

/** A source with how much of it is indexed. */
export interface SourceSummary extends Source {
  pages: number
  passages: number
  failures: { path: string; reason: string }[]
}

/**
 * Adds a source to a workspace; nothing is read yet.
 * @throws CarelineError `conflict` when the workspace has it already.
 */
export async function addSource(
  database: Database,
  workspaceId: string,
  spec: SourceSpec,
  { now, settings = {} }: { now: Date; settings?: SourceSettings },
): Promise<Source> {
  const { kind, location, ...own } = spec
  const id = newId('src', now.getTime())
  const added = await database.transaction(async tx => {
    const row = await tx
      .insertInto('sources')
      .values({
        id,
        workspace_id: workspaceId,
        kind,
        location,
        settings: JSON.stringify({ ...own, ...settings }),
        created_at: now,
      })
      .onConflict(conflict => conflict.columns(['workspace_id', 'kind', 'location']).doNothing())
      .returningAll()
      .executeTakeFirst()
    if (row) await appendEvents(tx, [{ name: 'source.added', workspaceId, data: { sourceId: id } }], now)
    return row
  })
  if (!added) throw new CarelineError('conflict', `The source "${location}" is there already.`)
  return sourceOf(added)
}

/** The sources of a workspace, oldest first, with counts and what could not be read. */
export async function listSources(sql: Sql, workspaceId: string): Promise<SourceSummary[]> {
  const rows = await sql
    .selectFrom('sources')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  return Promise.all(rows.map(row => summaryOf(sql, sourceOf(row))))
}

/** @throws CarelineError `not-found` */
export async function getSource(sql: Sql, workspaceId: string, sourceId: string): Promise<SourceSummary> {
  const row = await sql
    .selectFrom('sources')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', sourceId)
    .executeTakeFirst()
  if (!row) throw new CarelineError('not-found', `There is no source ${sourceId}.`)
  return summaryOf(sql, sourceOf(row))
}

/** Notes that a source is being tried now, whatever will come of it. */
export async function noteAttempt(sql: Sql, sourceId: string, now: Date): Promise<void> {
  await sql.updateTable('sources').set({ attempted_at: now }).where('id', '=', sourceId).execute()
}

/** The sources of all workspaces whose schedule says it is time: counted from the last attempt, good or bad. */
export async function dueSources(sql: Sql, now: Date): Promise<Source[]> {
  const rows = await sql.selectFrom('sources').selectAll().execute()
  return rows.map(sourceOf).filter(source => isDue(source, now))
}

function isDue({ settings, attemptedAt, createdAt }: Source, now: Date): boolean {
  if (!settings.schedule) return false
  try {
    const due = nextSync(settings.schedule, attemptedAt ?? createdAt)
    return due !== undefined && due <= now
  } catch {
    // It was refused when it was given; one that came another way must not stop the others.
    return false
  }
}

async function summaryOf(sql: Sql, source: Source): Promise<SourceSummary> {
  const { pages } = await sql
    .selectFrom('pages')
    .select(({ fn }) => fn.countAll().as('pages'))
    .where('source_id', '=', source.id)
    .executeTakeFirstOrThrow()
  const { passages } = await sql
    .selectFrom('passages')
    .select(({ fn }) => fn.countAll().as('passages'))
    .where('source_id', '=', source.id)
    .executeTakeFirstOrThrow()
  const failures = await sql
    .selectFrom('page_failures')
    .select(['path', 'reason'])
    .where('source_id', '=', source.id)
    .orderBy('path')
    .execute()
  return { ...source, pages: Number(pages), passages: Number(passages), failures }
}

/**
 * Removes a source with its pages and passages, and tells the indexes in the same transaction.
 * @throws CarelineError `not-found`
 */
export async function removeSource(
  database: Database,
  workspaceId: string,
  sourceId: string,
  now: Date,
): Promise<void> {
  await database.transaction(async tx => {
    const pages = await tx
      .selectFrom('pages')
      .select('id')
      .where('source_id', '=', sourceId)
      .where('workspace_id', '=', workspaceId)
      .execute()
    const gone = await tx
      .deleteFrom('sources')
      .where('id', '=', sourceId)
      .where('workspace_id', '=', workspaceId)
      .returning('id')
      .executeTakeFirst()
    if (!gone) throw new CarelineError('not-found', `There is no source ${sourceId}.`)
    const pageIds = pages.map(page => page.id)
    await appendEvents(
      tx,
      [
        { name: 'source.removed', workspaceId, data: { sourceId } },
        ...(pageIds.length > 0
          ? [{ name: 'passages.changed' as const, workspaceId, data: { pageIds } }]
          : []),
      ],
      now,
    )
  })
}

/** What to read again, from a source as stored. */
export function sourceSpec({
  kind,
  location,
  settings,
}: Pick<Source, 'kind' | 'location' | 'settings'>): SourceSpec {
  return { ...settings, kind, location } as SourceSpec
}

interface SourceRow {
  id: string
  workspace_id: string
  kind: SourceSpec['kind']
  location: string
  settings: unknown
  state: Source['state']
  last_error: string | null
  synced_at: Date | null
  attempted_at: Date | null
  created_at: Date
}

function sourceOf(row: SourceRow): Source {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    kind: row.kind,
    location: row.location,
    settings: row.settings as SourceSettings,
    state: row.state,
    lastError: row.last_error,
    syncedAt: row.synced_at,
    attemptedAt: row.attempted_at,
    createdAt: row.created_at,
  }
}
