import type { Bus } from '../platform/bus/bus.ts'
import { crashPoint } from '../platform/crash-points.ts'
import type { Database } from '../platform/database/database.ts'
import { outsideWorkspaces } from '../platform/database/isolation.ts'

/** The bus topic on which the numbers of new events are told. */
export const EVENTS_TOPIC = 'careline_events'

const BATCH = 500

/**
 * Tells the bus of the events in the outbox and takes them out. Safe to run in several processes at once, and after
 * any crash: an event told twice is a hint given twice.
 * @returns how many were told.
 */
export async function relayOutbox(database: Database, bus: Bus): Promise<number> {
  const numbers = await database.sql
    .selectFrom('outbox')
    .select('event_number')
    .orderBy('event_number')
    .limit(BATCH)
    .execute()
    .then(rows => rows.map(row => row.event_number))
  const last = numbers.at(-1)
  if (last === undefined) return 0
  await bus.publish(EVENTS_TOPIC, String(last))
  await crashPoint('S06-event-published')
  await database.sql.deleteFrom('outbox').where('event_number', 'in', numbers).execute()
  return numbers.length
}

/**
 * Keeps the outbox empty: `ring` after each commit that appended events, and by itself every `pollMs`, for what another
 * process left behind when it died.
 */
export function startOutboxRelay(
  deps: { database: Database; bus: Bus; onError: (error: unknown) => void },
  pollMs = 1_000,
): { ring(): void; stop(): Promise<void> } {
  let running: Promise<void> | undefined
  let again = false
  let stopped = false
  const run = async () => {
    do {
      again = false
      try {
        while (!stopped && (await relayOutbox(deps.database, deps.bus)) === BATCH);
      } catch (error) {
        deps.onError(error)
      }
    } while (again && !stopped)
    running = undefined
  }
  const ring = () => {
    again = true
    if (!stopped) running ??= outsideWorkspaces(run)
  }
  const timer = setInterval(ring, pollMs)
  timer.unref()
  return {
    ring,
    async stop() {
      stopped = true
      clearInterval(timer)
      await running
    },
  }
}
