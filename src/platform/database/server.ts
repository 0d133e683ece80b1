import { Kysely, PostgresDialect, sql } from 'kysely'
import type pg from 'pg'
import { CarelineError, messageOf } from '../../kit/errors.ts'
import type { Database } from './database.ts'
import { insideWorkspace, isolatedDialect } from './isolation.ts'
import { createListener } from './listener.ts'
import { checkedOut, dropLeftovers, runAtLength } from './server-connection.ts'
import type { Tables } from './tables.ts'

const INT8 = 20
const DATE = 1082
/** Long enough for a machine that is busy; who waits for a visitor's answer waits for this as well. */
const CONNECT_MS = 10_000
/** The server ends a statement that takes too long and says so; only one that does not even say that is silent. */
const SILENCE_MS = 1_000
/** A path that drops what has long been quiet is kept open, and a machine that is gone is noticed. */
const KEEP_ALIVE_MS = 10_000

interface ServerOptions {
  url: string
  poolSize: number
  /** How long one statement may take, in ms; a migration may take as long as it needs. */
  timeoutMs: number
  log: (text: string) => void
}

/** Opens a pool on a PostgreSQL server. @throws CarelineError `unavailable` if it does not answer. */
export async function openServer(options: ServerOptions): Promise<Database> {
  const { default: driver } = await import('pg')
  const settings: pg.PoolConfig = {
    connectionString: options.url,
    max: options.poolSize,
    connectionTimeoutMillis: CONNECT_MS,
    statement_timeout: options.timeoutMs,
    query_timeout: options.timeoutMs + SILENCE_MS,
    ...{ keepAlive: true, keepAliveInitialDelayMillis: KEEP_ALIVE_MS },
    // Nothing waits within a transaction but for the database: one that idles was lost, and must not keep its locks.
    idle_in_transaction_session_timeout: options.timeoutMs,
    types: { getTypeParser: (id, format) => parserOf(driver, id, format) },
  }
  // Migrations run at the start, while a process is busy with everything else it loads.
  const unhurried = { ...settings, query_timeout: 0, connectionTimeoutMillis: CONNECT_MS + options.timeoutMs }
  const pool = new driver.Pool(settings)
  pool.on('error', error => options.log(`an idle database connection ended: ${error.message}`))
  const dropRest = dropLeftovers(pool)
  const checkOut = () => checkedOut(pool, options.log)
  const database = new Kysely<Tables>({
    dialect: isolatedDialect(new PostgresDialect({ pool: { connect: checkOut, end: () => pool.end() } })),
  })
  const ping = async () => void (await sql`select 1`.execute(database))
  const listener = createListener(() => new driver.Client(settings), options.timeoutMs, options.log)
  try {
    await ping()
  } catch (error) {
    await pool.end()
    await dropRest()
    throw new CarelineError(
      'unavailable',
      `The database server does not answer: ${messageOf((error as Error).cause ?? error)}`,
    )
  }
  return {
    kind: 'server',
    sql: database,
    transaction: (work, workspaceId) => {
      const run = () => database.transaction().execute(work)
      return workspaceId === undefined ? run() : insideWorkspace(workspaceId, run)
    },
    execute: statements =>
      runAtLength(new driver.Client(unhurried), statements, {
        ...{ ping, askMs: options.timeoutMs },
      }),
    notify: async (channel, payload) =>
      void (await sql`select pg_notify(${channel}, ${payload})`.execute(database)),
    listen: listener.listen,
    checkpoint: async () => undefined,
    ping,
    async close() {
      await listener.close()
      await database.destroy()
      await dropRest()
    },
  }
}

/** Both drivers give the same types: bigint as number, date as the text PostgreSQL writes. */
function parserOf(driver: typeof pg, id: number, format?: string): (text: string) => unknown {
  if (format !== 'binary' && id === INT8) return Number
  if (format !== 'binary' && id === DATE) return text => text
  return driver.types.getTypeParser(id, format as 'text')
}
