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
  const checkOut = () => checkedOut(pool, options.log)
  const database = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool: { connect: checkOut, end: () => pool.end() } }),
  })
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
      const client = await checkOut()
      try {
        await client.query(statements).catch(async error => {
          await client.query('rollback').catch(() => undefined)
          throw error
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

/**
 * A connection out of the pool, with every error translated and stripped of parameters. One that is cut between two
 * statements tells it by an event of its own; nobody hearing that would end the process. The pool drops it by itself.
 */
async function checkedOut(pool: pg.Pool, log: (text: string) => void): Promise<pg.PoolClient> {
  const client = await pool.connect().catch(rethrow)
  const hear = (error: Error) => log(`a database connection ended in the middle of work: ${error.message}`)
  client.on('error', hear)
  return new Proxy(client, {
    get(target, property) {
      if (property === 'query') return (...args: [string, unknown[]]) => target.query(...args).catch(rethrow)
      if (property === 'release') {
        return () => {
          target.off('error', hear)
          target.release()
        }
      }
      const value = Reflect.get(target, property)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
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
  /** What was told while nobody listened is not known: everybody looks. */
  const wakeAll = () => {
    for (const each of listeners.values()) for (const listener of each) listener('')
  }
  /** Readers poll as well, so a hint missed while we were away is late and not lost. */
  const lost = () => {
    client = undefined
    if (closed || listeners.size === 0) return
    // A failed attempt is told twice, by its promise and by its `end`: without this each would start two more.
    clearTimeout(retry)
    retry = setTimeout(() => {
      // Somebody who came to listen was quicker.
      if (client) return
      client = open()
      client.then(wakeAll, lost)
    }, RECONNECT_MS)
    retry.unref()
  }

  return {
    async listen(channel: string, listener: (payload: string) => void) {
      const known = listeners.get(channel)
      listeners.set(channel, (known ?? new Set()).add(listener))
      const told = (error: unknown) => log(`cannot listen just now: ${messageOf(error)}`)
      // A server that is away is listened to when it is back; until then readers look by themselves.
      if (client && !known) await client.then(open => open.query(`listen "${channel}"`)).catch(told)
      if (!client) {
        client = open()
        client.catch(lost)
        await client.catch(told)
      }
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
