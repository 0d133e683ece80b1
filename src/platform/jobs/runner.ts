import type { Clock } from '../../kit/clock.ts'
import { messageOf } from '../../kit/errors.ts'
import type { Bus } from '../bus/bus.ts'
import { crashPoint } from '../crash-points.ts'
import type { Database } from '../database/database.ts'
import { isUniqueViolation } from '../database/database-error.ts'
import { outsideWorkspaces } from '../database/isolation.ts'
import type { Job, Progress } from './job.ts'
import {
  type ClaimedJob,
  claimJob,
  endLeases,
  extendLease,
  failJob,
  finishJob,
  JOBS_TOPIC,
  pruneDoneJobs,
  saveProgress,
} from './store.ts'

export interface JobContext {
  /** Aborted when the runner stops or the lease is lost: leave what can be left. */
  signal: AbortSignal
  progress(progress: Progress): Promise<void>
}

export interface JobHandler {
  run(job: Job, context: JobContext): Promise<void>
  /** Called before the job is put among the dead letters, to end honestly what it was to do. */
  giveUp?(job: Job, error: unknown): Promise<void>
}

export interface JobRunner {
  start(): Promise<void>
  /** Stops taking jobs, waits for the running ones. */
  stop(): Promise<void>
  /** Looks for work now. */
  ring(): void
  /** Runs all that is due, and what that makes due, to the end; for tests and one-off commands. */
  runUntilIdle(): Promise<void>
}

const LEASE_MS = 15_000

/** How long a finished job can still be asked for, and how often older ones are looked for. */
const KEEP_DONE_MS = 7 * 24 * 3_600_000
const PRUNE_MS = 3_600_000

/**
 * Runs jobs from the table: claims one, keeps its lease while it works, retries with growing pauses, and after the last
 * attempt puts it among the dead letters. A runner that lost its lease can neither finish nor fail the job.
 */
export function createJobRunner(deps: {
  database: Database
  bus: Bus
  clock: Clock
  handlers: Readonly<Record<string, JobHandler>>
  concurrency?: number
  pollMs?: number
  leaseMs?: number
  /** Pause before attempt n + 1, in ms. */
  backoff?: (attempt: number) => number
  onError?: (job: Job, error: unknown) => void
}): JobRunner {
  const { database, clock, handlers } = deps
  const { concurrency = 4, pollMs = 1_000, leaseMs = LEASE_MS, backoff = exponential } = deps
  const kinds = Object.keys(handlers)
  const stopping = new AbortController()
  const running = new Set<Promise<void>>()
  let looking: Promise<void> | undefined
  let again = false
  let timer: NodeJS.Timeout | undefined
  let prunedAt = 0
  let pruning: Promise<void> | undefined
  let unsubscribe: (() => Promise<void>) | undefined

  const claim = () => claimJob(database.sql, kinds, clock.now(), leaseMs)

  const work = async (job: ClaimedJob) => {
    const lost = new AbortController()
    const keep = setInterval(() => void keepLease(job, lost), leaseMs / 3)
    keep.unref()
    try {
      await crashPoint('S07-job-claimed')
      // An older attempt may have died before it could count itself out.
      if (job.attempt > job.maxAttempts) throw new Error('the process ended in the middle of every attempt')
      await handlers[job.kind]!.run(job, {
        signal: AbortSignal.any([stopping.signal, lost.signal]),
        progress: async progress => void (await saveProgress(database.sql, job, progress)),
      })
      await finishJob(database.sql, job, clock.now())
    } catch (error) {
      deps.onError?.(job, error)
      await fail(job, error)
    } finally {
      clearInterval(keep)
    }
  }

  const keepLease = async (job: ClaimedJob, lost: AbortController) => {
    const kept = await extendLease(database.sql, job, new Date(clock.now().getTime() + leaseMs)).catch(
      () => true,
    )
    if (!kept) lost.abort(new Error('the lease was lost'))
  }

  const fail = async (job: ClaimedJob, error: unknown) => {
    const last = job.attempt >= job.maxAttempts
    if (last) await handlers[job.kind]!.giveUp?.(job, error)
    const runAt = last ? undefined : new Date(clock.now().getTime() + backoff(job.attempt))
    const reason = messageOf(error).slice(0, 500)
    await failJob(database.sql, job, reason, runAt, clock.now()).catch(async cause => {
      // The same work is queued anew already: that job does it.
      if (!isUniqueViolation(cause)) throw cause
      await finishJob(database.sql, job, clock.now())
    })
  }

  const begin = (job: ClaimedJob) => {
    const task: Promise<void> = work(job)
      // The database is away: the lease runs out, and the job is taken up again by whoever sees it first.
      .catch(error => deps.onError?.(job, error))
      .finally(() => {
        running.delete(task)
        ring()
      })
    running.add(task)
  }

  /** What fails now is done at the next time. */
  const prune = async () => {
    const now = clock.now().getTime()
    if (Math.abs(now - prunedAt) < PRUNE_MS) return
    prunedAt = now
    await pruneDoneJobs(database.sql, new Date(now - KEEP_DONE_MS)).catch(() => undefined)
  }

  const look = async () => {
    // Ends only after the caller has noted that it began: with all hands busy nothing below waits.
    await undefined
    do {
      again = false
      while (!stopping.signal.aborted && running.size < concurrency) {
        const job = await claim().catch(() => undefined)
        if (!job) break
        begin(job)
      }
    } while (again && !stopping.signal.aborted)
    looking = undefined
  }

  const ring = () => {
    again = true
    if (timer && !stopping.signal.aborted) looking ??= outsideWorkspaces(look)
  }

  return {
    ring,
    async start() {
      // One process at a time has the embedded database: whoever held a lease is dead, and a visitor may be waiting.
      if (database.kind === 'embedded') await endLeases(database.sql, clock.now())
      unsubscribe = await deps.bus.subscribe(JOBS_TOPIC, ring)
      const poll = () => {
        ring()
        pruning ??= prune().finally(() => {
          pruning = undefined
        })
      }
      timer = setInterval(poll, pollMs)
      poll()
    },
    async stop() {
      stopping.abort(new Error('the server is stopping'))
      clearInterval(timer)
      await unsubscribe?.()
      await Promise.all([looking, pruning])
      await Promise.all(running)
    },
    async runUntilIdle() {
      for (let job = await claim(); job; job = await claim()) await work(job)
      await prune()
    },
  }
}

/** 1 s, 2 s, 4 s ... up to 5 minutes, each spread by a third so that many failures do not come back at once. */
function exponential(attempt: number): number {
  return Math.min(300_000, 1000 * 2 ** (attempt - 1)) * (0.67 + Math.random() * 0.66)
}
