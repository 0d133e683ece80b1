import type { Kysely, Transaction } from 'kysely'
import type { Tables } from './tables.ts'

/** The database every room works with: PGlite in a worker or a PostgreSQL server, one SQL for both. */
export interface Database {
  readonly kind: 'embedded' | 'server'
  readonly sql: Kysely<Tables>
  /**
   * Runs `work` in one transaction (read committed); rolls back if it throws. With `workspaceId` it sees the rows of that
   * workspace alone, as all work inside `insideWorkspace` does.
   */
  transaction<T>(work: (tx: Transaction<Tables>) => Promise<T>, workspaceId?: string): Promise<T>
  /** Several statements in one string, without parameters; a transaction it leaves open by failing is rolled back. For migrations. */
  execute(statements: string): Promise<void>
  /** Tells every process that listens on `channel`; a hint, delivered at most once. */
  notify(channel: string, payload: string): Promise<void>
  /** Calls `listener` on each notification; returns the way to stop. */
  listen(channel: string, listener: (payload: string) => void): Promise<() => Promise<void>>
  /** Embedded only: CHECKPOINT and then fsync of every data file, so that the journal may be cut. Elsewhere a no-op. */
  checkpoint(): Promise<void>
  /** Is it answering? Throws `unavailable` if not. */
  ping(): Promise<void>
  close(): Promise<void>
}

export type { Kysely, Transaction } from 'kysely'
export type { Tables } from './tables.ts'
/** What a store function takes: the database itself or a running transaction. */
export type Sql = Kysely<Tables>
export type Tx = Transaction<Tables>
