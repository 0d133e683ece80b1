import { AsyncLocalStorage } from 'node:async_hooks'
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely'
import type { PgliteConnection } from './pglite-connection.ts'

/**
 * Kysely on the embedded database. There is one session, so connections are handed out one after another:
 * a transaction holds it until it ends, and everything else waits in line.
 */
export function createPgliteDialect(connection: PgliteConnection): Dialect {
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => createDriver(connection),
    createIntrospector: database => new PostgresIntrospector(database),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  }
}

/** Set while a transaction's work runs: asking for another connection then would wait for itself for ever. */
export const insideTransaction = new AsyncLocalStorage<PgliteConnection>()

function createDriver(connection: PgliteConnection): Driver {
  let tail: Promise<void> = Promise.resolve()
  const releases = new WeakMap<DatabaseConnection, () => void>()
  const run = (text: string) => connection.query(text, [])
  return {
    init: async () => undefined,
    async acquireConnection() {
      if (insideTransaction.getStore() === connection) {
        throw new Error('inside a transaction use the transaction, not the database: there is one session')
      }
      const before = tail
      let release: () => void = () => undefined
      tail = new Promise(resolve => {
        release = resolve
      })
      await before
      const held = toKysely(connection)
      releases.set(held, release)
      return held
    },
    releaseConnection: async held => releases.get(held)?.(),
    beginTransaction: async () => void (await run('begin')),
    commitTransaction: async () => void (await run('commit')),
    rollbackTransaction: async () => void (await run('rollback')),
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
