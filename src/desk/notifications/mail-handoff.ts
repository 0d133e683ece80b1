import { composeMail, mailLanguage } from '../../accounts/index.ts'
import type { Job } from '../../platform/jobs/index.ts'
import type { Mailer } from '../../platform/mail/index.ts'
import type { DeskDeps } from '../deps.ts'
import { NotificationMailJob } from './queue.ts'
import { findRecipient } from './recipients.ts'
import { toldSummary } from './told-summary.ts'
import { findWaitingHandoff } from './waiting-handoff.ts'

export interface HandoffMailDeps extends DeskDeps {
  /** Absent where no mail server is set: a console is no place for what visitors wrote. */
  mailer?: Mailer
  /** Where people reach the server. */
  publicUrl: string
}

/** Mails a handoff to one member, unless somebody has taken it meanwhile or they want no mail any more. */
export async function mailHandoff(deps: HandoffMailDeps, job: Job): Promise<void> {
  const { handoffId, memberId } = NotificationMailJob.parse(job.payload)
  const { sql } = deps.database
  const handoff = await findWaitingHandoff(sql, handoffId)
  if (!deps.mailer || !handoff) return
  const to = await findRecipient(sql, handoff.workspaceId, memberId)
  if (!to?.settings.mail) return
  await deps.mailer.send(
    composeMail({
      kind: 'handoff',
      language: mailLanguage(to.locale),
      to: to.email,
      link: `${deps.publicUrl}/admin/inbox/${handoff.conversationId}`,
      values: { place: handoff.place },
      ...(to.mayRead ? { quote: toldSummary(handoff.pack, to.settings) } : {}),
    }),
  )
}
