import { AsyncLocalStorage } from 'node:async_hooks'
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely'
import type { PgliteConnection } from './pglite-connection.ts'

/** Gives the session there is now. @throws CarelineError `unavailable` while there is none. */
export type CurrentSession = () => PgliteConnection

/**
 * Kysely on the embedded database. There is one session, so connections are handed out one after another:
 * a transaction holds it until it ends, and everything else waits in line. A session that dies takes its transaction
 * with it: none goes on in the next one.
 */
export function createPgliteDialect(current: CurrentSession): Dialect {
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => createDriver(current),
    createIntrospector: database => new PostgresIntrospector(database),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  }
}

/** Set while a transaction's work runs: asking for another connection then would wait for itself for ever. */
export const insideTransaction = new AsyncLocalStorage<CurrentSession>()

function createDriver(current: CurrentSession): Driver {
  let tail: Promise<void> = Promise.resolve()
  const releases = new WeakMap<DatabaseConnection, () => void>()
  const run = async (held: DatabaseConnection, text: string) =>
    void (await held.executeQuery(CompiledQuery.raw(text)))
  return {
    init: async () => undefined,
    async acquireConnection() {
      if (insideTransaction.getStore() === current) {
        throw new Error('inside a transaction use the transaction, not the database: there is one session')
      }
      const before = tail
      let release: () => void = () => undefined
      tail = new Promise(resolve => {
        release = resolve
      })
      await before
      try {
        const held = toKysely(current())
        releases.set(held, release)
        return held
      } catch (error) {
        release()
        throw error
      }
    },
    releaseConnection: async held => releases.get(held)?.(),
    beginTransaction: held => run(held, 'begin'),
    commitTransaction: held => run(held, 'commit'),
    rollbackTransaction: held => run(held, 'rollback'),
    destroy: async () => undefined,
  }
}

function toKysely(connection: PgliteConnection): DatabaseConnection {
  return {
    async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
      const { rows, affectedRows } = await connection.query(query.sql, query.parameters)
      return { rows: rows as R[], numAffectedRows: BigInt(affectedRows) }
    },
    // biome-ignore lint/correctness/useYield: the embedded engine has no cursors over the thread; nobody streams from it
    async *streamQuery() {
      throw new Error('streaming queries are not offered: read in pages')
    },
  }
}
