import { z } from 'zod'
import type { Sql } from '../../platform/database/database.ts'
import { enqueueJob } from '../../platform/jobs/index.ts'

export const MAIL_JOB = 'accounts.mail'

/** What is to be mailed. The link is made when the mail is sent, so that no queue ever holds it. */
export const MailOrder = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['reset', 'magic']), email: z.string() }),
  z.object({ kind: z.literal('invite'), inviteId: z.string() }),
])
export type MailOrder = z.infer<typeof MailOrder>

/** A mail server may be away for a while: eight tries take the better part of an hour. */
const ATTEMPTS = 8

/** Queues a mail, in the transaction that makes it necessary where there is one. */
export async function orderMail(db: Sql, workspaceId: string, order: MailOrder, now: Date): Promise<void> {
  await enqueueJob(db, { workspaceId, kind: MAIL_JOB, payload: order, maxAttempts: ATTEMPTS }, now)
}
