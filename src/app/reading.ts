import type { Clock } from '../kit/clock.ts'
import { CarelineError } from '../kit/errors.ts'
import {
  embedPending,
  getSource,
  type IngestDeps,
  ingestSource,
  languageShares,
  type MemoryIndex,
  noteAttempt,
  type SourceSummary,
  storedVectors,
} from '../knowledge/index.ts'
import type { Database } from '../platform/database/index.ts'
import {
  enqueueJob,
  type Job,
  type JobContext,
  type JobHandler,
  type Progress,
} from '../platform/jobs/index.ts'
import type { Models } from './models.ts'
import { type ReadingProgress, readingProgress } from './reading-progress.ts'

/** The kind under which the reading of a source is queued. */
export const SYNC_JOB = 'source.sync'
/** The kind under which the change of a workspace to another embedder is queued. */
export const EMBED_JOB = 'passages.embed'

export interface Reading {
  syncHandler: JobHandler
  embedHandler: JobHandler
  /** Queues the reading of a source, once however often it is asked for. @returns the job's id. */
  queueSync(workspaceId: string, sourceId: string): Promise<string>
  /** Queues the embedding anew of each workspace whose vectors are not of the embedder that is set now. */
  queueEmbedding(): Promise<void>
}

/** What reads sources and embeds passages, as jobs. */
export function createReading(deps: {
  database: Database
  clock: Clock
  models: Pick<Models, 'embedders'>
  index: MemoryIndex
  ingest: Omit<IngestDeps, 'embedder'>
  /** Brings the index up to the log: whoever waits for the job may ask at once. */
  settle(): Promise<void>
  /** Tells the outbox that there is something to send. */
  ring(): void
}): Reading {
  const { database, clock, index } = deps
  const { embedders } = deps.models
  const embedding = new Map<string, Promise<void>>()
  const chosenFor = async (workspaceId: string) =>
    embedders.forPages(await languageShares(database.sql, workspaceId))
  const queue = (workspaceId: string, kind: string, payload: object, uniqueKey: string) =>
    enqueueJob(database.sql, { workspaceId, kind, payload, uniqueKey, maxAttempts: 3 }, clock.now())

  async function sync(job: Job, context: JobContext): Promise<void> {
    const { sourceId } = job.payload as { sourceId: string }
    const source = await getSource(database.sql, job.workspaceId, sourceId).catch(unlessRemoved)
    if (!source) return
    await noteAttempt(database.sql, sourceId, clock.now())
    await read(source, context)
    await deps.settle()
  }

  async function read(source: SourceSummary, context: JobContext): Promise<void> {
    const { workspaceId } = source
    const present = await index.embedderOf(workspaceId)
    // The embedder of the present vectors may be gone: then all passages wait for the one that is set now.
    const embedder = present === undefined ? null : await embedders.byId(present).catch(() => null)
    const steps = embedder !== null && embedder.id === (await chosenFor(workspaceId)).id ? 1 : 2
    const progress = progressOf(context, steps)
    await ingestSource({ ...deps.ingest, embedder }, source, {
      signal: context.signal,
      onProgress: progress.reading,
    })
    await embed(workspaceId, present, progress, context.signal)
  }

  /** One after another in a workspace: two at once would embed the same passages twice. */
  function embed(...work: Parameters<typeof embedNow>): Promise<void> {
    const [workspaceId] = work
    const before = embedding.get(workspaceId) ?? Promise.resolve()
    const turn = before.then(
      () => embedNow(...work),
      () => embedNow(...work),
    )
    embedding.set(workspaceId, turn)
    return turn
  }

  /** The encoder follows the languages of the pages, which are known only once they are read. */
  async function embedNow(
    workspaceId: string,
    present: string | undefined,
    progress: ReadingProgress,
    signal: AbortSignal,
  ): Promise<void> {
    const embedder = await chosenFor(workspaceId)
    await embedPending({ database, clock, embedder }, workspaceId, { signal, onProgress: progress.embedding })
    if (present !== undefined && present !== embedder.id) await index.reload(workspaceId)
    deps.ring()
  }

  const progressOf = (context: JobContext, steps: 1 | 2) =>
    readingProgress(
      latest<Progress>(progress => context.progress(progress)),
      { steps, now: () => performance.now() },
    )

  return {
    syncHandler: { run: sync },
    embedHandler: {
      async run({ workspaceId }, context) {
        const present = await index.embedderOf(workspaceId)
        await embed(workspaceId, present, progressOf(context, 1), context.signal)
        await deps.settle()
      },
    },
    queueSync: (workspaceId, sourceId) =>
      queue(workspaceId, SYNC_JOB, { sourceId }, `${SYNC_JOB}:${sourceId}`),
    async queueEmbedding() {
      for (const { id } of await database.sql.selectFrom('workspaces').select('id').execute()) {
        const { embedder } = await storedVectors(database.sql, id)
        if (embedder === undefined || embedder === (await chosenFor(id)).id) continue
        await queue(id, EMBED_JOB, {}, `${EMBED_JOB}:${id}`)
      }
    },
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
