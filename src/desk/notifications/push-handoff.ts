import { createHash } from 'node:crypto'
import {
  type AccountDeps,
  loadPushKeys,
  mailLanguage,
  openPushSubscription,
  removePushSubscription,
} from '../../accounts/index.ts'
import type { Job } from '../../platform/jobs/index.ts'
import { MOST_PUSH_BYTES, type PushSender } from '../../platform/push/index.ts'
import { pushTitles } from './push-titles.ts'
import { NotificationPushJob } from './queue.ts'
import { findRecipient, type Recipient } from './recipients.ts'
import { toldSummary } from './told-summary.ts'
import { findWaitingHandoff, type WaitingHandoff } from './waiting-handoff.ts'

export interface HandoffPushDeps extends AccountDeps {
  push: PushSender
}

/** Who comes hours later sees the inbox itself. */
const KEEP_S = 4 * 3600

/** Pushes a handoff to one browser of a member, unless somebody has taken it meanwhile; forgets a browser that is gone. */
export async function pushHandoff(deps: HandoffPushDeps, job: Job): Promise<void> {
  const { handoffId, memberId, subscriptionId } = NotificationPushJob.parse(job.payload)
  const { sql } = deps.database
  const handoff = await findWaitingHandoff(sql, handoffId)
  const subscription = await openPushSubscription(deps, memberId, subscriptionId)
  if (!handoff || !subscription) return
  const to = await findRecipient(sql, handoff.workspaceId, memberId)
  if (!to?.settings.push) return
  const message = { text: textOf(handoff, to), topic: topicOf(handoff.conversationId), keepS: KEEP_S }
  const outcome = await deps.push.send(subscription, await loadPushKeys(deps), message)
  if (outcome === 'gone') await removePushSubscription(sql, memberId, subscriptionId).catch(() => undefined)
}

/** What the service worker shows: where somebody waits, and only where the member wants it what was said. */
function textOf({ place, pack, conversationId }: WaitingHandoff, { settings, mayRead, locale }: Recipient) {
  const title = pushTitles[mailLanguage(locale)].replace('{place}', () => place)
  const body = settings.details && mayRead ? toldSummary(pack, settings) : ''
  const said = { title: title.slice(0, 200), body: body.slice(0, 600), conversationId }
  const text = JSON.stringify(said)
  return Buffer.byteLength(text) <= MOST_PUSH_BYTES ? text : JSON.stringify({ ...said, body: '' })
}

const topicOf = (conversationId: string) =>
  createHash('sha256').update(conversationId).digest('base64url').slice(0, 32)
