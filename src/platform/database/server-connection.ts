import type pg from 'pg'
import { CarelineError, messageOf } from '../../kit/errors.ts'
import { toDatabaseError } from './database-error.ts'

/** How long a connection may take to say goodbye, in ms, before it is dropped. */
const GOODBYE_MS = 1_000

/** Drops a connection at once: what is asked of it fails instead of waiting for a server that says nothing any more. */
export function hangUp(client: pg.ClientBase): void {
  ;(client as pg.ClientBase & { connection: pg.Connection }).connection.stream.destroy()
}

/** Ends a connection in order, or drops it when the server says nothing. */
export async function endInTime(client: pg.Client): Promise<void> {
  const timer = setTimeout(() => hangUp(client), GOODBYE_MS)
  await client.end().catch(() => undefined)
  clearTimeout(timer)
}

/** Drops those of a closed pool's connections that the server does not let go of; they would keep the process alive. */
export function dropLeftovers(pool: pg.Pool): () => Promise<void> {
  const open = new Set<pg.PoolClient>()
  pool.on('connect', client => {
    open.add(client)
    client.once('end', () => open.delete(client))
  })
  return async () => {
    if (open.size === 0) return
    const ends = Promise.all([...open].map(client => new Promise(resolve => client.once('end', resolve))))
    const timer = setTimeout(() => {
      for (const client of open) hangUp(client)
    }, GOODBYE_MS)
    await ends
    clearTimeout(timer)
  }
}

/**
 * A connection out of the pool, with every error translated and stripped of parameters. One that is cut between two
 * statements tells it by an event of its own; nobody hearing that would end the process. The pool drops it by itself.
 * One that gave no answer is dropped here: the next who got it would wait for the answer to the statement before.
 */
export async function checkedOut(pool: pg.Pool, log: (text: string) => void): Promise<pg.PoolClient> {
  const client = await pool.connect().catch(rethrow)
  let gone: CarelineError | undefined
  const hear = (error: Error) => log(`a database connection ended in the middle of work: ${error.message}`)
  client.on('error', hear)
  const failed = (error: unknown): never => {
    const translated = toDatabaseError(error)
    if (translated instanceof CarelineError && !gone) {
      gone = translated
      log(`a database connection was given up: ${messageOf(error)}`)
      hangUp(client)
    }
    throw translated
  }
  return new Proxy(client, {
    get(target, property) {
      if (property === 'query') {
        return (...args: [string, unknown[]]) =>
          gone ? Promise.reject(gone) : target.query(...args).catch(failed)
      }
      if (property === 'release') {
        return () => {
          target.off('error', hear)
          target.release(gone !== undefined)
        }
      }
      const value = Reflect.get(target, property)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

/**
 * Runs statements that may take as long as they need, on a connection of their own; a transaction they leave open ends
 * with it. Nothing tells a long statement from a lost answer but the server itself: it is asked by `ping` every
 * `askMs`, and when it is silent the statements are given up.
 */
export async function runAtLength(
  client: pg.Client,
  statements: string,
  { ping, askMs }: { ping: () => Promise<void>; askMs: number },
): Promise<void> {
  client.on('error', () => undefined)
  let asking: NodeJS.Timeout | undefined
  try {
    await client.connect()
    await client.query('set statement_timeout = 0')
    asking = setInterval(() => void ping().catch(() => hangUp(client)), askMs)
    await client.query(statements)
  } catch (error) {
    rethrow(error)
  } finally {
    clearInterval(asking)
    await endInTime(client)
  }
}

function rethrow(error: unknown): never {
  throw toDatabaseError(error)
}
