import { z } from 'zod'
import type { Tx } from '../platform/database/database.ts'
import { enqueueJob } from '../platform/jobs/index.ts'
import type { ConversationRow } from './store.ts'

/** The job kind under which it is measured what a visitor had to say again to a person. */
export const REPEAT_JOB = 'had-to-repeat'

export const RepeatJob = z.object({ conversationId: z.string() })

/** Queues the measure in the transaction of a message that a person or a person's visitor wrote. Of many one is enough. */
export async function queueRepeat(
  tx: Tx,
  { id, workspace_id }: Pick<ConversationRow, 'id' | 'workspace_id'>,
  now: Date,
): Promise<void> {
  const payload: z.infer<typeof RepeatJob> = { conversationId: id }
  await enqueueJob(
    tx,
    { workspaceId: workspace_id, kind: REPEAT_JOB, payload, uniqueKey: `${REPEAT_JOB}:${id}` },
    now,
  )
}
