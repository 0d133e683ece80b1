import { lastEventNumber, readEvents, subscribe } from '../events/index.ts'
import type { Clock } from '../kit/clock.ts'
import { CarelineError } from '../kit/errors.ts'
import {
  createDocumentParser,
  createMemoryIndex,
  createPassageSearch,
  createStoredRows,
  dueSources,
  embedPending,
  getSource,
  type IngestDeps,
  type IngestProgress,
  ingestSource,
  languageShares,
  type MemoryIndex,
  noteAttempt,
  type PassageSearch,
  readSource,
  type SourceSummary,
} from '../knowledge/index.ts'
import {
  enqueueJob,
  type Job,
  type JobContext,
  type JobHandler,
  type Progress,
} from '../platform/jobs/index.ts'
import type { Log } from '../platform/log.ts'
import type { Models } from './models.ts'
import type { Storage } from './storage.ts'
import { version } from './version.ts'

/** The kind under which the reading of a source is queued. */
export const SYNC_JOB = 'source.sync'

export interface Knowledge {
  index: MemoryIndex
  search: PassageSearch
  syncHandler: JobHandler
  /** Queues the reading of a source, once however often it is asked for. @returns the job's id. */
  queueSync(workspaceId: string, sourceId: string): Promise<string>
  /** Queues the readings whose schedule says it is time; looked at every minute. */
  queueDue(): Promise<void>
  /** Resolves when the index has followed the log to its present end. */
  settle(): Promise<void>
  close(): Promise<void>
}

const SCHEDULE_MS = 60_000
const SNAPSHOT_MS = 5 * 60_000

/** Builds sources, index and search, and keeps the index in step with the log. */
export async function buildKnowledge(
  { database, bus, relay }: Storage,
  models: Models,
  options: { clock: Clock; log: Log; basePath: string; snapshotDir: string; publicUrl: string },
): Promise<Knowledge> {
  const { clock, log } = options
  const parser = createDocumentParser()
  const rows = createStoredRows(database.sql, { basePath: options.basePath })
  const index = createMemoryIndex({ rows, snapshotDir: options.snapshotDir })
  const search = createPassageSearch({ index, embedderOf: id => models.embedders.byId(id), clock })
  const stopping = new AbortController()
  const followed = { number: 0 }
  const following = follow(index, { database, bus }, followed, stopping.signal).catch(error =>
    log.error({ error }, 'the index stopped following the log'),
  )
  const ingest: Omit<IngestDeps, 'embedder'> = {
    database,
    clock,
    detector: models.detector,
    parse: (bytes, origin) => parser.parse(bytes, origin),
    readSource: (spec, context) =>
      readSource(spec, {
        ...context,
        guardedFetch: models.crawl,
        userAgent: `Careline/${version} (+${options.publicUrl})`,
      }),
  }
  const queueSync = async (workspaceId: string, sourceId: string) =>
    enqueueJob(
      database.sql,
      {
        workspaceId,
        kind: SYNC_JOB,
        payload: { sourceId },
        uniqueKey: `${SYNC_JOB}:${sourceId}`,
        maxAttempts: 3,
      },
      clock.now(),
    )
  const timers = [
    setInterval(
      () => void queueDue().catch(error => log.warn({ error }, 'schedules could not be looked at')),
      SCHEDULE_MS,
    ),
    setInterval(
      () => void index.save().catch(error => log.warn({ error }, 'the index was not saved')),
      SNAPSHOT_MS,
    ),
  ]
  for (const timer of timers) timer.unref()

  async function queueDue(): Promise<void> {
    for (const { workspaceId, id } of await dueSources(database.sql, clock.now()))
      await queueSync(workspaceId, id)
  }

  async function sync(job: Job, context: JobContext): Promise<void> {
    const { sourceId } = job.payload as { sourceId: string }
    const source = await getSource(database.sql, job.workspaceId, sourceId).catch(unlessRemoved)
    if (!source) return
    await noteAttempt(database.sql, sourceId, clock.now())
    const present = await index.embedderOf(job.workspaceId)
    await read(source, present, context)
    // Whoever waits for the job may ask at once.
    await settle()
  }

  async function read(
    source: SourceSummary,
    present: string | undefined,
    context: JobContext,
  ): Promise<void> {
    const { workspaceId } = source
    const embedder = present === undefined ? null : await models.embedders.byId(present)
    const onProgress = latest<Progress>(progress => context.progress(progress))
    await ingestSource({ ...ingest, embedder }, source, {
      signal: context.signal,
      onProgress: progress => onProgress(reading(progress)),
    })
    // The encoder follows the languages of the pages, which are known only now.
    const chosen = await models.embedders.forPages(await languageShares(database.sql, workspaceId))
    await embedPending({ database, clock, embedder: chosen }, workspaceId, {
      signal: context.signal,
      onProgress: embedding(onProgress),
    })
    if (present !== undefined && present !== chosen.id) await index.reload(workspaceId)
    relay.ring()
  }

  async function settle(): Promise<void> {
    const changed = await readEvents(database.sql, { after: followed.number, names: ['passages.changed'] })
    for (const event of changed)
      await index.replacePages(
        event.workspaceId,
        (event.data as { pageIds: string[] }).pageIds,
        String(event.number),
      )
  }

  return {
    index,
    search,
    queueSync,
    queueDue,
    syncHandler: { run: sync },
    settle,
    async close() {
      stopping.abort()
      for (const timer of timers) clearInterval(timer)
      await following
      await index.save().catch(error => log.warn({ error }, 'the index was not saved'))
      await parser.close()
    },
  }
}

/** Keeps the index as new as the log: a page that changed is read anew, one that is gone leaves. */
async function follow(
  index: MemoryIndex,
  deps: Pick<Storage, 'database' | 'bus'>,
  followed: { number: number },
  signal: AbortSignal,
): Promise<void> {
  const after = await lastEventNumber(deps.database.sql)
  followed.number = after
  for await (const event of subscribe(
    { sql: deps.database.sql, bus: deps.bus },
    { after, names: ['passages.changed'] },
    { signal },
  )) {
    await index.replacePages(
      event.workspaceId,
      (event.data as { pageIds: string[] }).pageIds,
      String(event.number),
    )
    followed.number = event.number
  }
}

function reading(progress: IngestProgress): Progress {
  const { done, total, failed, passagesPerSecond, etaSeconds } = progress
  return { done, total, failed, rate: passagesPerSecond, etaSeconds, note: 'reading pages' }
}

/** Rate and time left of the embedding, counted from its first report. */
function embedding(show: (progress: Progress) => void): (done: number, total: number) => void {
  let first: { at: number; done: number } | undefined
  return (done, total) => {
    first ??= { at: performance.now(), done }
    const seconds = (performance.now() - first.at) / 1000
    const rate = seconds > 0 ? (done - first.done) / seconds : 0
    const etaSeconds = rate > 0 ? (total - done) / rate : null
    show({ done, total, failed: 0, rate, etaSeconds, note: 'embedding passages' })
  }
}

/** A source may be removed while its reading waits. */
function unlessRemoved(error: unknown): undefined {
  if (error instanceof CarelineError && error.code === 'not-found') return undefined
  throw error
}

/** Writes the newest value only, one write at a time: progress comes quicker than a database takes it. */
function latest<T>(write: (value: T) => Promise<void>): (value: T) => void {
  let next: { value: T } | undefined
  let writing = false
  const run = async () => {
    writing = true
    while (next) {
      const { value } = next
      next = undefined
      await write(value).catch(() => undefined)
    }
    writing = false
  }
  return value => {
    next = { value }
    if (!writing) void run()
  }
}
