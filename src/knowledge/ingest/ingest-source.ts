import { appendEvents } from '../../events/index.ts'
import type { Clock } from '../../kit/clock.ts'
import { messageOf } from '../../kit/errors.ts'
import type { Embedder, LanguageDetector } from '../../models/index.ts'
import type { Database } from '../../platform/database/database.ts'
import type { DocumentOrigin } from '../parse/parse-document.ts'
import type { ParseResult } from '../parse/parser-messages.ts'
import type { KnownPage, ReadContext, SourceItem, SourceReading, SourceSpec } from '../sources/source.ts'
import { knownPages } from '../store/pages.ts'
import { fileOf } from '../store/source-files.ts'
import { type Source, sourceSpec } from '../store/sources.ts'
import { embedPassages, refuseOtherModel } from './embed.ts'
import { type ReadyPage, readyPage } from './page-to-store.ts'
import { countProgress, type IngestProgress, type ProgressCount } from './progress.ts'
import {
  clearFailure,
  recordFailure,
  removePages,
  type StoredBatch,
  storeBatch,
  storedHashes,
} from './write.ts'

export interface IngestDeps {
  database: Database
  /** Reads one document in the parser worker; never throws. */
  parse(bytes: Uint8Array, origin: DocumentOrigin): Promise<ParseResult>
  /** The documents of a source; bound to the guarded client by whoever builds this. */
  readSource(
    spec: SourceSpec,
    context: Pick<ReadContext, 'now' | 'previous' | 'signal' | 'uploaded'>,
  ): SourceReading
  /** `null`: passages are stored without vectors, for `embedPending` once their languages are known. */
  embedder: Embedder | null
  detector: LanguageDetector
  clock: Clock
}

/** Words a passage aims at before an encoder is chosen: what the carried ones aim at, so that a later reading cuts alike. */
const firstTarget = 130

export interface IngestResult {
  added: number
  changed: number
  unchanged: number
  removed: number
  failed: number
  passages: number
  /** Passages that were given vectors: only new or changed ones. */
  embedded: number
  /** Why less than everything was read, in plain sentences. */
  notes: string[]
}

/** Pages are written together until they hold this many new passages, so that the encoder gets full batches. */
const BATCH_PASSAGES = 64
const BATCH_PAGES = 25

/**
 * Brings the pages of a source up to date: what did not change is left alone, of what changed only new passages
 * are embedded, what is gone leaves at once. Each batch of pages is one transaction with its `passages.changed`.
 * A page that cannot be read is recorded with its reason, and its neighbours go on.
 * @throws CarelineError `conflict` when the workspace holds vectors of another model; what the source itself throws
 */
export async function ingestSource(
  deps: IngestDeps,
  source: Source,
  { onProgress, signal }: { onProgress?: (progress: IngestProgress) => void; signal?: AbortSignal } = {},
): Promise<IngestResult> {
  const { database, clock } = deps
  if (deps.embedder) await refuseOtherModel(database.sql, source.workspaceId, deps.embedder)
  await setState(database, source.id, 'syncing', null)
  const run: Run = {
    deps,
    source,
    known: await knownPages(database.sql, source.id),
    count: countProgress(() => clock.now().getTime()),
    result: {
      added: 0,
      changed: 0,
      unchanged: 0,
      removed: 0,
      failed: 0,
      passages: 0,
      embedded: 0,
      notes: [],
    },
    batch: [],
    report: () => undefined,
  }
  try {
    const reading = deps.readSource(sourceSpec(source), {
      now: clock.now(),
      previous: run.known,
      uploaded: () => fileOf(database.sql, source.id),
      ...(signal ? { signal } : {}),
    })
    run.report = () => onProgress?.(run.count.report(reading.total))
    await readAll(run, reading, signal)
    await finish(run)
    return run.result
  } catch (error) {
    await setState(database, source.id, 'failed', messageOf(error).slice(0, 500))
    throw error
  }
}

interface Run {
  deps: IngestDeps
  source: Source
  known: Map<string, KnownPage & { id: string }>
  count: ProgressCount
  result: IngestResult
  batch: BatchPage[]
  report: () => void
}

interface BatchPage extends StoredBatch {
  added: boolean
}

async function readAll(run: Run, reading: SourceReading, signal: AbortSignal | undefined): Promise<void> {
  const seen = new Set<string>()
  for await (const item of reading) {
    signal?.throwIfAborted()
    seen.add(item.path)
    await readItem(run, item)
    if (run.batch.length >= BATCH_PAGES || freshPassages(run.batch) >= BATCH_PASSAGES) await writeBatch(run)
  }
  await writeBatch(run)
  run.result.notes = [...reading.notes]
  const { database, clock } = run.deps
  if (!reading.complete) for (const path of reading.gone) await clearFailure(database, run.source.id, path)
  const missing = reading.complete ? [...run.known.keys()].filter(path => !seen.has(path)) : reading.gone
  const gone = missing.flatMap(path => run.known.get(path)?.id ?? [])
  await removePages(database, run.source, gone, reading.complete ? seen : undefined, clock.now())
  run.result.removed += gone.length
}

async function readItem(run: Run, item: SourceItem): Promise<void> {
  if ('failed' in item) return fail(run, item.path, item.failed, false)
  const known = run.known.get(item.path)
  if ('unchanged' in item || known?.contentHash === item.contentHash) {
    run.result.unchanged++
    run.count.pages(1)
    await clearFailure(run.deps.database, run.source.id, item.path)
    return run.report()
  }
  const { path, url, mediaType } = item
  const read = await run.deps.parse(item.bytes, {
    path,
    ...(url === undefined ? {} : { url }),
    ...(mediaType === undefined ? {} : { mediaType }),
  })
  if (!read.ok) return fail(run, path, read.reason, true)
  const target = run.deps.embedder?.manifest.chunkTarget ?? firstTarget
  const ready = readyPage(read.page, item, run.source.settings, { detector: run.deps.detector, target })
  if (ready.passages.length === 0) return fail(run, path, 'The page holds no text.', true)
  run.batch.push({
    item,
    ready,
    passages: await withStoredIds(run, known?.id, ready),
    id: known?.id,
    added: !known,
  })
}

/** Passages whose words stand stored already keep their row and vectors, whatever their place. */
async function withStoredIds(
  run: Run,
  pageId: string | undefined,
  ready: ReadyPage,
): Promise<StoredBatch['passages']> {
  const stored = pageId === undefined ? new Map<string, string[]>() : await storedHashes(run.deps, pageId)
  return ready.passages.map(passage => ({
    passage,
    storedId: stored.get(passage.contentHash)?.shift(),
    vectors: null,
  }))
}

function freshPassages(batch: readonly BatchPage[]): number {
  return batch.reduce(
    (sum, page) => sum + page.passages.filter(({ storedId }) => storedId === undefined).length,
    0,
  )
}

/** The old content of a file that can no longer be read is gone from the source, so it leaves the index. */
async function fail(run: Run, path: string, reason: string, contentGone: boolean): Promise<void> {
  const { database, clock } = run.deps
  await recordFailure(database, run.source.id, path, reason, clock.now())
  const known = run.known.get(path)
  if (contentGone && known) {
    await removePages(database, run.source, [known.id], undefined, clock.now())
    run.known.delete(path)
    run.result.removed++
  }
  run.result.failed++
  run.count.failure()
  run.report()
}

async function writeBatch(run: Run): Promise<void> {
  const { batch, deps } = run
  if (batch.length === 0) return
  run.batch = []
  const fresh = batch.flatMap(page =>
    page.passages
      .filter(({ storedId }) => storedId === undefined)
      .map(entry => ({ title: page.ready.page.title, entry })),
  )
  if (deps.embedder) {
    const vectors = await embedPassages(
      deps.embedder,
      fresh.map(({ title, entry }) => ({ title, passage: entry.passage })),
    )
    for (const [at, { entry }] of fresh.entries()) entry.vectors = vectors[at] ?? null
    run.result.embedded += fresh.length
  }
  await storeBatch(deps.database, run.source, batch, {
    now: deps.clock.now(),
    model: deps.embedder?.id ?? null,
  })
  for (const page of batch) {
    if (page.added) run.result.added++
    else run.result.changed++
    run.result.passages += page.passages.length
  }
  run.count.embedded(fresh.length)
  run.count.pages(batch.length)
  run.report()
}

async function finish(run: Run): Promise<void> {
  const { database, clock } = run.deps
  const { added, changed, removed, failed, notes } = run.result
  const now = clock.now()
  const nothing = added + changed + run.result.unchanged === 0
  const problem = nothing
    ? (notes[0] ?? (failed > 0 ? 'None of its pages could be read.' : 'It holds no pages.'))
    : null
  await database.transaction(async tx => {
    await tx
      .updateTable('sources')
      .set({ state: nothing ? 'failed' : 'ready', last_error: problem, synced_at: now })
      .where('id', '=', run.source.id)
      .execute()
    const data = { sourceId: run.source.id, added, changed, removed, failed }
    await appendEvents(tx, [{ name: 'source.synced', workspaceId: run.source.workspaceId, data }], now)
  })
}

async function setState(
  database: Database,
  id: string,
  state: Source['state'],
  error: string | null,
): Promise<void> {
  await database.sql.updateTable('sources').set({ state, last_error: error }).where('id', '=', id).execute()
}
