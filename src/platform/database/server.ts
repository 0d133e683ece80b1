import { Kysely, PostgresDialect, sql } from 'kysely'
import type pg from 'pg'
import { CarelineError, messageOf } from '../../kit/errors.ts'
import type { Database } from './database.ts'
import { toDatabaseError } from './database-error.ts'
import type { Tables } from './tables.ts'

const INT8 = 20
const DATE = 1082
const RECONNECT_MS = 1000

/** Opens a pool on a PostgreSQL server. @throws CarelineError `unavailable` if it does not answer. */
export async function openServer(options: {
  url: string
  poolSize: number
  log: (text: string) => void
}): Promise<Database> {
  const { default: driver } = await import('pg')
  const settings: pg.PoolConfig = {
    connectionString: options.url,
    max: options.poolSize,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 60_000,
    idle_in_transaction_session_timeout: 60_000,
    types: { getTypeParser: (id, format) => parserOf(driver, id, format) },
  }
  const pool = new driver.Pool(settings)
  pool.on('error', error => options.log(`an idle database connection ended: ${error.message}`))
  const database = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: translated(pool) }) })
  const listener = createListener(() => new driver.Client(settings), options.log)
  try {
    await sql`select 1`.execute(database)
  } catch (error) {
    await pool.end()
    throw new CarelineError(
      'unavailable',
      `The database server does not answer: ${messageOf((error as Error).cause ?? error)}`,
    )
  }
  return {
    kind: 'server',
    sql: database,
    transaction: work => database.transaction().execute(work),
    execute: async statements => {
      const client = await pool.connect().catch(rethrow)
      try {
        await client.query(statements).catch(async error => {
          await client.query('rollback').catch(() => undefined)
          rethrow(error)
        })
      } finally {
        client.release()
      }
    },
    notify: async (channel, payload) =>
      void (await sql`select pg_notify(${channel}, ${payload})`.execute(database)),
    listen: listener.listen,
    checkpoint: async () => undefined,
    ping: async () => void (await sql`select 1`.execute(database)),
    async close() {
      await listener.close()
      await database.destroy()
    },
  }
}

/** Both drivers give the same types: bigint as number, date as the text PostgreSQL writes. */
function parserOf(driver: typeof pg, id: number, format?: string): (text: string) => unknown {
  if (format !== 'binary' && id === INT8) return Number
  if (format !== 'binary' && id === DATE) return text => text
  return driver.types.getTypeParser(id, format as 'text')
}

function rethrow(error: unknown): never {
  throw toDatabaseError(error)
}

/** The pool as Kysely sees it, with every error translated and stripped of parameters. */
function translated(pool: pg.Pool): { connect(): Promise<pg.PoolClient>; end(): Promise<void> } {
  return {
    async connect() {
      const client = await pool.connect().catch(rethrow)
      return new Proxy(client, {
        get(target, property) {
          if (property === 'query')
            return (...args: [string, unknown[]]) => target.query(...args).catch(rethrow)
          // A transaction that failed because the connection is gone must not put it back into the pool.
          if (property === 'release')
            return () => target.release((target as { _ending?: boolean })._ending === true)
          const value = Reflect.get(target, property)
          return typeof value === 'function' ? value.bind(target) : value
        },
      })
    },
    end: () => pool.end(),
  }
}

/** One connection of its own for LISTEN, since a pooled one would be handed to somebody else; comes back by itself. */
function createListener(connect: () => pg.Client, log: (text: string) => void) {
  const listeners = new Map<string, Set<(payload: string) => void>>()
  let client: Promise<pg.Client> | undefined
  let retry: NodeJS.Timeout | undefined
  let closed = false

  const open = async (): Promise<pg.Client> => {
    const next = connect()
    next.on('notification', ({ channel, payload }) => {
      for (const listener of listeners.get(channel) ?? []) listener(payload ?? '')
    })
    next.on('error', error => log(`the listening connection ended: ${error.message}`))
    next.on('end', lost)
    await next.connect()
    for (const channel of listeners.keys()) await next.query(`listen "${channel}"`)
    return next
  }
  /** Readers poll as well, so a hint missed while we were away is late and not lost. */
  const lost = () => {
    client = undefined
    if (closed || listeners.size === 0) return
    // A failed attempt is told twice, by its promise and by its `end`: without this each would start two more.
    clearTimeout(retry)
    retry = setTimeout(() => {
      client = open()
      client.catch(lost)
    }, RECONNECT_MS)
    retry.unref()
  }

  return {
    async listen(channel: string, listener: (payload: string) => void) {
      const known = listeners.get(channel)
      listeners.set(channel, (known ?? new Set()).add(listener))
      if (!client) {
        client = open()
        client.catch(() => undefined)
        await client.catch(rethrow)
      } else if (!known) await (await client).query(`listen "${channel}"`)
      return async () => {
        listeners.get(channel)?.delete(listener)
      }
    },
    async close() {
      closed = true
      clearTimeout(retry)
      await client?.then(open => open.end()).catch(() => undefined)
    },
  }
}
