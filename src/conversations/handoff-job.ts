import { z } from 'zod'
import type { Tx } from '../platform/database/database.ts'
import { enqueueJob } from '../platform/jobs/index.ts'

/** The job kind under which what follows a handoff is queued: its pack, and whom it goes to. */
export const HANDOFF_JOB = 'handoff'

export const HandoffJob = z.object({ handoffId: z.string() })
export type HandoffJob = z.infer<typeof HandoffJob>

/** Queues what follows a handoff in the transaction that makes it. */
export async function queueHandoff(
  tx: Tx,
  handoff: { id: string; workspaceId: string },
  now: Date,
): Promise<void> {
  const payload: HandoffJob = { handoffId: handoff.id }
  await enqueueJob(tx, { workspaceId: handoff.workspaceId, kind: HANDOFF_JOB, payload }, now)
}
