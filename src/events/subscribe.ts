import { CarelineError } from '../kit/errors.ts'
import type { Bus } from '../platform/bus/bus.ts'
import type { Sql } from '../platform/database/database.ts'
import type { LoggedEvent } from './append.ts'
import { EVENTS_TOPIC } from './outbox.ts'
import { type EventFilter, readEvents } from './read.ts'

const BATCH = 200

/**
 * The log from `after` on, without end, gap or repeat: reads what is there, then waits for the bus to say there is
 * more. Looks by itself every `pollMs` as well, since the bus is only a hint. Ends when `signal` is aborted. A slow
 * reader holds up nobody: it reads the log at its own pace.
 */
export async function* subscribe(
  deps: { sql: Sql; bus: Bus },
  filter: Omit<EventFilter, 'limit'>,
  { signal, pollMs = 5_000 }: { signal: AbortSignal; pollMs?: number },
): AsyncGenerator<LoggedEvent> {
  const wake = createWake(signal)
  const stop = await deps.bus.subscribe(EVENTS_TOPIC, wake.ring)
  try {
    let after = filter.after
    while (!signal.aborted) {
      wake.reset()
      const events = await readEvents(deps.sql, { ...filter, after, limit: BATCH }).catch(ifAway)
      for (const event of events) {
        if (signal.aborted) return
        after = event.number
        yield event
      }
      if (events.length < BATCH) await wake.wait(pollMs)
    }
  } finally {
    await stop()
  }
}

/** A database that is away for a while ends no subscription: nothing is read now, and later all that was missed. */
function ifAway(error: unknown): LoggedEvent[] {
  if (error instanceof CarelineError && error.code === 'unavailable') return []
  throw error
}

/** A bell: `wait` ends when it rang since `reset`, when the time is over, or when the signal is aborted. */
function createWake(signal: AbortSignal) {
  let rung = false
  let end: (() => void) | undefined
  const ring = () => {
    rung = true
    end?.()
  }
  signal.addEventListener('abort', ring, { once: true })
  return {
    ring,
    reset: () => {
      rung = signal.aborted
    },
    wait: (ms: number) =>
      new Promise<void>(resolve => {
        if (rung) return resolve()
        const timer = setTimeout(() => end?.(), ms)
        end = () => {
          clearTimeout(timer)
          end = undefined
          resolve()
        }
      }),
  }
}
