import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { newId } from '../../kit/ids.ts'
import type { Sql, Tx } from '../database/database.ts'
import type { Job, JobStatus, Progress } from './job.ts'

/** The topic on which a new job is told, so that nobody has to wait for the next look. */
export const JOBS_TOPIC = 'careline_jobs'

/**
 * Queues a job in the transaction that makes it necessary. With a `uniqueKey` that is already queued nothing is added;
 * one that is running does not count, since it may have read its input already.
 * @returns the id of the job that will do the work.
 */
export async function enqueueJob(
  tx: Sql | Tx,
  job: {
    workspaceId: string
    kind: string
    payload: unknown
    uniqueKey?: string
    maxAttempts?: number
    runAt?: Date
  },
  now: Date,
): Promise<string> {
  const id = newId('job', now.getTime())
  const inserted = await tx
    .insertInto('jobs')
    .values({
      id,
      workspace_id: job.workspaceId,
      kind: job.kind,
      payload: JSON.stringify(job.payload),
      unique_key: job.uniqueKey ?? null,
      max_attempts: job.maxAttempts ?? 5,
      run_at: job.runAt ?? now,
      created_at: now,
    })
    .onConflict(conflict =>
      conflict
        .column('unique_key')
        .where('unique_key', 'is not', null)
        .where('state', '=', 'queued')
        .doNothing(),
    )
    .executeTakeFirst()
  if (Number(inserted.numInsertedOrUpdatedRows ?? 0) > 0) return id
  const queued = await tx
    .selectFrom('jobs')
    .select('id')
    .where('unique_key', '=', job.uniqueKey ?? '')
    .where('state', '=', 'queued')
    .executeTakeFirst()
  // It began between the two statements: then this one is needed after all.
  return queued?.id ?? enqueueJob(tx, job, now)
}

/** How far the clocks of two servers may be apart. */
const CLOCK_SKEW_MS = 60_000

const after = (at: Date, ms: number) => new Date(at.getTime() + ms)

/** A claimed job and the lease that lets its holder finish it. */
export interface ClaimedJob extends Job {
  leaseToken: string
}

/** Takes the next due job of one of `kinds`, also one whose holder let its lease run out. `undefined`: nothing is due. */
export async function claimJob(
  sqlDb: Sql,
  kinds: readonly string[],
  now: Date,
  leaseMs: number,
): Promise<ClaimedJob | undefined> {
  const leaseToken = randomUUID()
  const due = sqlDb
    .selectFrom('jobs')
    .select('id')
    .where('kind', 'in', [...kinds])
    .where(where =>
      where.or([
        where.and([where('state', '=', 'queued'), where('run_at', '<=', now)]),
        where.and([where('state', '=', 'running'), where('lease_until', '<=', now)]),
        // From a future that the clock has left: it was set back, and nobody shall wait until it is there again.
        where.and([where('state', '=', 'queued'), where('created_at', '>', after(now, CLOCK_SKEW_MS))]),
        where.and([
          where('state', '=', 'running'),
          where('lease_until', '>', after(now, leaseMs + CLOCK_SKEW_MS)),
        ]),
      ]),
    )
    .orderBy('run_at')
    .limit(1)
    .forUpdate()
    .skipLocked()
  const row = await sqlDb
    .updateTable('jobs')
    .set({
      state: 'running',
      attempts: sql<number>`attempts + 1`,
      lease_token: leaseToken,
      lease_until: new Date(now.getTime() + leaseMs),
    })
    .where('id', '=', due)
    .returningAll()
    .executeTakeFirst()
  return (
    row && {
      id: row.id,
      workspaceId: row.workspace_id,
      kind: row.kind,
      payload: row.payload,
      attempt: row.attempts,
      maxAttempts: row.max_attempts,
      leaseToken,
    }
  )
}

type Held = Pick<ClaimedJob, 'id' | 'leaseToken'>

const held = (sqlDb: Sql, job: Held) =>
  sqlDb
    .updateTable('jobs')
    .where('id', '=', job.id)
    .where('lease_token', '=', job.leaseToken)
    .where('state', '=', 'running')

async function changed(update: {
  executeTakeFirst(): Promise<{ numUpdatedRows: bigint }>
}): Promise<boolean> {
  return (await update.executeTakeFirst()).numUpdatedRows > 0n
}

/** Holds on to a job for longer. `false`: the lease was lost and somebody else has it. */
export function extendLease(sqlDb: Sql, job: Held, until: Date): Promise<boolean> {
  return changed(held(sqlDb, job).set({ lease_until: until }))
}

export function saveProgress(sqlDb: Sql, job: Held, progress: Progress): Promise<boolean> {
  return changed(held(sqlDb, job).set({ progress: JSON.stringify(progress) }))
}

/** Ends every lease: the work of a process that is known to be dead is taken up again at once. */
export async function endLeases(sqlDb: Sql, now: Date): Promise<void> {
  await sqlDb.updateTable('jobs').set({ lease_until: now }).where('state', '=', 'running').execute()
}

/** Marks the job done. `false`: the lease was lost, and it is another runner's to finish. */
export function finishJob(sqlDb: Sql, job: Held, now: Date): Promise<boolean> {
  return changed(
    held(sqlDb, job).set({
      state: 'done',
      finished_at: now,
      lease_until: null,
      lease_token: null,
      last_error: null,
    }),
  )
}

/** Puts a failed job back for `runAt`, or with no such time among the dead letters. */
export function failJob(
  sqlDb: Sql,
  job: Held,
  reason: string,
  runAt: Date | undefined,
  now: Date,
): Promise<boolean> {
  const state = runAt
    ? ({ state: 'queued', run_at: runAt } as const)
    : ({ state: 'dead', finished_at: now } as const)
  return changed(held(sqlDb, job).set({ ...state, lease_until: null, lease_token: null, last_error: reason }))
}

/** Deletes the jobs that were done before `before`; dead ones stay until somebody has looked at them. @returns how many. */
export async function pruneDoneJobs(sqlDb: Sql, before: Date): Promise<number> {
  const deletion = sqlDb.deleteFrom('jobs').where('state', '=', 'done').where('finished_at', '<', before)
  return Number((await deletion.executeTakeFirst()).numDeletedRows)
}

export async function getJob(sqlDb: Sql, id: string): Promise<JobStatus | undefined> {
  const row = await sqlDb.selectFrom('jobs').selectAll().where('id', '=', id).executeTakeFirst()
  return row && toStatus(row)
}

/** Dead letters, newest first. */
export async function listDeadJobs(sqlDb: Sql, workspaceId: string, limit = 100): Promise<JobStatus[]> {
  const query = sqlDb
    .selectFrom('jobs')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('state', '=', 'dead')
  return (await query.orderBy('finished_at', 'desc').limit(limit).execute()).map(toStatus)
}

/** Gives a dead job all its attempts back. `false` if it is not dead. */
export function retryDeadJob(sqlDb: Sql, id: string, now: Date): Promise<boolean> {
  const update = sqlDb
    .updateTable('jobs')
    .set({ state: 'queued', attempts: 0, run_at: now, finished_at: null })
  return changed(update.where('id', '=', id).where('state', '=', 'dead'))
}

/** How many jobs wait, run, and are dead: for the metrics. */
export async function countJobs(sqlDb: Sql): Promise<Record<'queued' | 'running' | 'dead', number>> {
  const rows = await sqlDb
    .selectFrom('jobs')
    .select(['state', sqlDb.fn.countAll<number>().as('count')])
    .where('state', '!=', 'done')
    .groupBy('state')
    .execute()
  return {
    queued: 0,
    running: 0,
    dead: 0,
    ...Object.fromEntries(rows.map(({ state, count }) => [state, Number(count)])),
  }
}

type Row = Awaited<ReturnType<typeof selectOne>>
const selectOne = (sqlDb: Sql) => sqlDb.selectFrom('jobs').selectAll().executeTakeFirstOrThrow()

function toStatus(row: Row): JobStatus {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    kind: row.kind,
    state: row.state,
    attempts: row.attempts,
    progress: row.progress as Progress | null,
    lastError: row.last_error,
    createdAt: row.created_at,
    finishedAt: row.finished_at,
  }
}
