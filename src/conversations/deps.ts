import type { Clock } from '../kit/clock.ts'
import type { Bus } from '../platform/bus/bus.ts'
import type { Database } from '../platform/database/database.ts'
import type { IntakeRecord } from './intake.ts'

/** What the conversations room is built from. */
export interface ConversationDeps {
  database: Database
  bus: Bus
  clock: Clock
  /** Embedded database only: what is accepted is kept here, flushed to the disk, before it is acknowledged. */
  journal?: { append(record: IntakeRecord): Promise<void> }
  /** Lets a repeated start give the same session token again; without it every start is a new conversation. */
  sessionSecret?: string
  /** Called after each commit that appended events, and may have queued a job, so that nobody waits for the next look. */
  ring?: (queued?: 'job') => void
}

/** Changes that queue a turn, or what follows a handoff. */
const queuing: ReadonlySet<IntakeRecord['kind']> = new Set(['message', 'holder', 'handoff'])

/** Keeps `record` durably, then wakes those who wait for what it tells. The last step before an acknowledgement. */
export async function accept(deps: ConversationDeps, record: IntakeRecord): Promise<void> {
  deps.ring?.(queuing.has(record.kind) ? 'job' : undefined)
  await deps.journal?.append(record)
}
