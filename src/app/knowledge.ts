import type { Clock } from '../kit/clock.ts'
import {
  createDocumentParser,
  createMemoryIndex,
  createPassageSearch,
  createPinnedSearch,
  createStoredRows,
  dueSources,
  type IngestDeps,
  type MemoryIndex,
  type PassageSearch,
  type PinnedSearch,
  readSource,
} from '../knowledge/index.ts'
import type { Log } from '../platform/log.ts'
import { followLog } from './index-follower.ts'
import type { Models } from './models.ts'
import { createReading, type Reading } from './reading.ts'
import type { Storage } from './storage.ts'
import { version } from './version.ts'

export interface Knowledge extends Reading {
  index: MemoryIndex
  search: PassageSearch
  pinned: PinnedSearch
  /** Queues the readings whose schedule says it is time; looked at every minute. */
  queueDue(): Promise<void>
  /** Resolves when the index has followed the log to its present end. */
  settle(): Promise<void>
  /** Why the index falls behind the pages at the moment; `undefined` while it follows. */
  trouble(): string | undefined
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
  const index = createMemoryIndex({ rows, snapshotDir: options.snapshotDir, basePath: options.basePath })
  const embedderOf = (id: string) => models.embedders.byId(id)
  const search = createPassageSearch({ index, embedderOf, clock })
  const pinned = createPinnedSearch({ sql: database.sql, index, embedderOf })
  const follower = await followLog(index, { database, bus }, { log })
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
  const reading = createReading({
    ...{ database, clock, models, index, ingest },
    settle: follower.settle,
    ring: relay.ring,
  })
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
      await reading.queueSync(workspaceId, id)
  }

  return {
    ...reading,
    queueDue,
    index,
    search,
    pinned,
    settle: follower.settle,
    trouble: follower.trouble,
    async close() {
      for (const timer of timers) clearInterval(timer)
      await follower.close()
      await index.save().catch(error => log.warn({ error }, 'the index was not saved'))
      await parser.close()
    },
  }
}
