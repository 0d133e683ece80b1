import { z } from 'zod'
import type { Tx } from '../platform/database/database.ts'
import { enqueueJob } from '../platform/jobs/index.ts'
import type { ConversationRow } from './store.ts'

/** The job kind under which turns are queued. */
export const TURN_JOB = 'turn'

export const TurnJob = z.object({ conversationId: z.string(), seq: z.number().int() })
export type TurnJob = z.infer<typeof TurnJob>

/** Few and quick: somebody is waiting for the answer, or for the apology. */
const MAX_ATTEMPTS = 3

/** Queues the turn that answers the message of number `seq`, in the transaction that makes it necessary, or for later. */
export async function queueTurn(
  tx: Tx,
  conversation: Pick<ConversationRow, 'id' | 'workspace_id'>,
  seq: number,
  now: Date,
  runAt: Date = now,
): Promise<void> {
  const payload: TurnJob = { conversationId: conversation.id, seq }
  await enqueueJob(
    tx,
    { workspaceId: conversation.workspace_id, kind: TURN_JOB, payload, maxAttempts: MAX_ATTEMPTS, runAt },
    now,
  )
}
