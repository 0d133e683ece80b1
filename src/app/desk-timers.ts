import {
  type ConversationDeps,
  releaseInactive,
  releaseRemoved,
  removeUnsent,
  wakeSnoozed,
} from '../conversations/index.ts'
import { type DeskDeps, routeEverywhere, showAbsent } from '../desk/index.ts'
import type { Log } from '../platform/log.ts'

const EVERY_MS = 30_000

/**
 * Looks now and then for conversations that members have left alone, or who were removed while nobody could give them
 * back, for snoozes that are over, for files that were never sent, for members who went without a word, and for what waits though somebody has room. All
 * ask the record, so that several processes may do it at once. Returns the way to stop.
 */
export function startDeskTimers(conversations: ConversationDeps, desk: DeskDeps, log: Log): () => void {
  const look = async () => {
    try {
      await releaseInactive(conversations)
      await releaseRemoved(conversations)
      await wakeSnoozed(conversations)
      await removeUnsent(conversations, conversations.clock.now())
      await showAbsent(desk)
      await routeEverywhere(desk, conversations)
    } catch (error) {
      log.warn({ error }, 'the desk could not be looked after')
    }
  }
  const timer = setInterval(() => void look(), EVERY_MS)
  timer.unref()
  return () => clearInterval(timer)
}
