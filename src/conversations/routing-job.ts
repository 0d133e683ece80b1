import type { Tx } from '../platform/database/database.ts'
import { enqueueJob } from '../platform/jobs/index.ts'

/** The job kind under which it is queued that somebody has room, or came, for what waits. */
export const ROUTING_JOB = 'routing'

/** Queues a look at what waits in a workspace, in the transaction that made room. Of many at once one is enough. */
export async function queueRouting(tx: Tx, workspaceId: string, now: Date): Promise<void> {
  await enqueueJob(
    tx,
    { workspaceId, kind: ROUTING_JOB, payload: {}, uniqueKey: `${ROUTING_JOB}:${workspaceId}` },
    now,
  )
}
