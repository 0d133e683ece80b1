import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Kysely, sql } from 'kysely'
import type { Database, Sql } from './database.ts'
import { lockDirectory } from './directory-lock.ts'
import { insideWorkspace, isolatedDialect } from './isolation.ts'
import { connectPglite } from './pglite-connection.ts'
import { type CurrentSession, createPgliteDialect, insideTransaction } from './pglite-dialect.ts'
import { keepPgliteOpen } from './pglite-lives.ts'
import type { PgliteRequest } from './pglite-messages.ts'
import type { Tables } from './tables.ts'

export interface EmbeddedDatabase extends Database {
  /** The whole data directory as a tar image; a new database can be started from it. */
  dump(): Promise<Uint8Array>
}

export interface EmbeddedHooks {
  log?: (text: string) => void
  /** Called when the session had died and another was opened, before anybody else can use it. */
  onReopened?: (database: Database) => Promise<void>
}

type Listeners = Map<string, Set<(payload: string) => void>>

/**
 * Opens the embedded PostgreSQL in `dataDir`, or in memory without one, behind the directory lock. A session that dies
 * is replaced by another on the same files: until then everything is refused as `unavailable`. What was in memory is gone.
 * @throws CarelineError `conflict` when somebody else has the directory open.
 */
export async function openEmbedded(
  options: { dataDir?: string; image?: Uint8Array },
  onProgress: (text: string) => void,
  { log = () => undefined, onReopened }: EmbeddedHooks = {},
): Promise<EmbeddedDatabase> {
  const lock = options.dataDir ? await lockDirectory(options.dataDir) : undefined
  const directory = options.dataDir ? join(options.dataDir, 'database') : undefined
  if (directory && !existsSync(directory))
    onProgress('Preparing the database (first start, some seconds) ...')
  const listeners: Listeners = new Map()
  const first = connectTo(options, listeners)
  const again = connectTo(options.dataDir ? { dataDir: options.dataDir } : {}, listeners)
  let opened = false
  const lives = await keepPgliteOpen({
    log,
    async connect() {
      const session = await (opened ? again() : first())
      opened = true
      return session
    },
    async restore(session) {
      for (const channel of listeners.keys()) await session.send({ op: 'listen', channel })
      await onReopened?.(databaseOn(() => session, listeners))
    },
  }).catch(async error => {
    await lock?.release()
    throw error
  })
  const database = databaseOn(lives.current, listeners)
  return {
    ...database,
    async close() {
      try {
        await inLineOrAtOnce(database.sql, lives.close)
      } finally {
        await lock?.release()
      }
    },
  }
}

function connectTo({ dataDir, image }: { dataDir?: string; image?: Uint8Array }, listeners: Listeners) {
  const data = { dataDir: dataDir && join(dataDir, 'database'), image }
  return () =>
    connectPglite(data, (channel, payload) => {
      for (const listener of listeners.get(channel) ?? []) listener(payload)
    })
}

/** After what is running has ended; at once when there is no session to wait for. */
async function inLineOrAtOnce(database: Sql, close: () => Promise<void>): Promise<void> {
  let reached = false
  try {
    await database.connection().execute(async () => {
      reached = true
      await close()
    })
  } catch (error) {
    if (reached) throw error
    await close()
  }
}

function databaseOn(current: CurrentSession, listeners: Listeners): EmbeddedDatabase {
  const database = new Kysely<Tables>({ dialect: isolatedDialect(createPgliteDialect(current)) })
  /** Goes through the line of connections, so that it never runs inside somebody's transaction. */
  const inLine = (request: PgliteRequest) => database.connection().execute(() => current().send(request))
  return {
    kind: 'embedded',
    sql: database,
    transaction: (work, workspaceId) => {
      const run = () => database.transaction().execute(tx => insideTransaction.run(current, () => work(tx)))
      return workspaceId === undefined ? run() : insideWorkspace(workspaceId, run)
    },
    execute: async statements => void (await inLine({ op: 'execute', text: statements })),
    notify: async (channel, payload) =>
      void (await sql`select pg_notify(${channel}, ${payload})`.execute(database)),
    async listen(channel, listener) {
      const known = listeners.get(channel) ?? new Set()
      listeners.set(channel, known.add(listener))
      await inLine({ op: 'listen', channel })
      return async () => void known.delete(listener)
    },
    checkpoint: async () => void (await inLine({ op: 'checkpoint' })),
    ping: async () => void (await sql`select 1`.execute(database)),
    dump: async () => (await inLine({ op: 'dump' })) as Uint8Array,
    close: () => inLineOrAtOnce(database, () => current().close()),
  }
}
