import type { Clock } from '../kit/clock.ts'
import type { Database } from '../platform/database/database.ts'

/** What the desk is built from. */
export interface DeskDeps {
  database: Database
  clock: Clock
  /** Called after each commit that appended events. */
  ring: () => void
}
