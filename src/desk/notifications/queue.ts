import { z } from 'zod'
import type { Tx } from '../../platform/database/database.ts'
import { enqueueJob } from '../../platform/jobs/index.ts'

/** The job kind under which a look is queued at whether somebody has taken a handoff. */
export const NOTIFICATION_JOB = 'notification'

/** Those under which a mail and a push message to one member are queued. */
export const NOTIFICATION_MAIL_JOB = 'notification.mail'
export const NOTIFICATION_PUSH_JOB = 'notification.push'

export const NotificationJob = z.object({ handoffId: z.string() })

export const NotificationMailJob = z.object({ handoffId: z.string(), memberId: z.string() })

/** One for each browser, so that trying one again disturbs no other. */
export const NotificationPushJob = NotificationMailJob.extend({ subscriptionId: z.string() })

/**
 * How long a handoff waits before those who are away are told. Whoever left without a word is seen as gone after a minute
 * and a half, so whoever had just left is told as well.
 */
const GRACE_MS = 2 * 60_000

/** Queues word to those who are away, in the transaction that tells of the handoff. */
export async function queueNotifications(
  tx: Tx,
  handoff: { id: string; workspaceId: string },
  now: Date,
): Promise<void> {
  await enqueueJob(
    tx,
    {
      workspaceId: handoff.workspaceId,
      kind: NOTIFICATION_JOB,
      payload: { handoffId: handoff.id } satisfies z.infer<typeof NotificationJob>,
      runAt: new Date(now.getTime() + GRACE_MS),
    },
    now,
  )
}
