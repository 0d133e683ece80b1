import type { z } from 'zod'
import { pushSubscriptionsOf } from '../../accounts/index.ts'
import { lockOwnConversation } from '../../conversations/index.ts'
import type { Tx } from '../../platform/database/database.ts'
import { enqueueJob, type Job } from '../../platform/jobs/index.ts'
import type { DeskDeps } from '../deps.ts'
import {
  NOTIFICATION_MAIL_JOB,
  NOTIFICATION_PUSH_JOB,
  NotificationJob,
  type NotificationMailJob,
} from './queue.ts'
import { findRecipients, type Way } from './recipients.ts'
import { findWaitingHandoff } from './waiting-handoff.ts'

/** A mail or push service may be away for a while: eight tries take some minutes, and older news is none. */
const ATTEMPTS = 8

const kinds: Readonly<Record<Way, string>> = { mail: NOTIFICATION_MAIL_JOB, push: NOTIFICATION_PUSH_JOB }

/**
 * Tells a handoff that still waits to members who are away: notes whom, and queues a mail or push message to each, in one
 * transaction. What is noted is not told again, whatever is tried again.
 */
export async function notifyAway(deps: DeskDeps, job: Job): Promise<void> {
  const { handoffId } = NotificationJob.parse(job.payload)
  const { workspaceId } = job
  const found = await findWaitingHandoff(deps.database.sql, handoffId)
  if (!found) return
  const now = deps.clock.now()
  await deps.database.transaction(async tx => {
    // Two handoffs of one conversation go one after another, so that nobody is told of it twice.
    await lockOwnConversation(tx, found)
    const handoff = await findWaitingHandoff(tx, handoffId)
    if (!handoff) return
    for (const { memberId, way } of await findRecipients(tx, handoff, now)) {
      const payloads = await payloadsOf(tx, { handoffId, memberId }, way, now)
      if (payloads.length === 0 || !(await note(tx, { handoffId, memberId, way, workspaceId }, now))) continue
      for (const payload of payloads)
        await enqueueJob(tx, { workspaceId, kind: kinds[way], payload, maxAttempts: ATTEMPTS }, now)
    }
  })
}

/** One mail, and one push message for each browser. */
async function payloadsOf(
  tx: Tx,
  to: z.infer<typeof NotificationMailJob>,
  way: Way,
  now: Date,
): Promise<object[]> {
  if (way === 'mail') return [to]
  const subscriptions = await pushSubscriptionsOf(tx, to.memberId, now)
  return subscriptions.map(subscriptionId => ({ ...to, subscriptionId }))
}

/** Whether it was not noted before. */
async function note(
  tx: Tx,
  told: { handoffId: string; memberId: string; way: Way; workspaceId: string },
  now: Date,
): Promise<boolean> {
  const row = await tx
    .insertInto('notifications')
    .values({
      ...{ handoff_id: told.handoffId, member_id: told.memberId, way: told.way },
      ...{ workspace_id: told.workspaceId, at: now },
    })
    .onConflict(on => on.doNothing())
    .returning('way')
    .executeTakeFirst()
  return row !== undefined
}
