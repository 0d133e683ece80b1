import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Kysely, sql } from 'kysely'
import type { Database } from './database.ts'
import { lockDirectory } from './directory-lock.ts'
import { connectPglite } from './pglite-connection.ts'
import { createPgliteDialect, insideTransaction } from './pglite-dialect.ts'
import type { PgliteRequest } from './pglite-messages.ts'
import type { Tables } from './tables.ts'

export interface EmbeddedDatabase extends Database {
  /** The whole data directory as a tar image; a new database can be started from it. */
  dump(): Promise<Uint8Array>
}

/**
 * Opens the embedded PostgreSQL in `dataDir`, or in memory without one, behind the directory lock.
 * @throws CarelineError `conflict` when somebody else has the directory open.
 */
export async function openEmbedded(
  options: { dataDir?: string; image?: Uint8Array },
  onProgress: (text: string) => void,
): Promise<EmbeddedDatabase> {
  const lock = options.dataDir ? await lockDirectory(options.dataDir) : undefined
  const directory = options.dataDir ? join(options.dataDir, 'database') : undefined
  if (directory && !existsSync(directory))
    onProgress('Preparing the database (first start, some seconds) ...')
  const connection = await connectPglite({ dataDir: directory, image: options.image }).catch(async error => {
    await lock?.release()
    throw error
  })
  const database = new Kysely<Tables>({ dialect: createPgliteDialect(connection) })
  /** Goes through the line of connections, so that it never runs inside somebody's transaction. */
  const inLine = (request: PgliteRequest) => database.connection().execute(() => connection.send(request))

  return {
    kind: 'embedded',
    sql: database,
    transaction: work =>
      database.transaction().execute(tx => insideTransaction.run(connection, () => work(tx))),
    execute: async statements => void (await inLine({ op: 'execute', text: statements })),
    notify: async (channel, payload) =>
      void (await sql`select pg_notify(${channel}, ${payload})`.execute(database)),
    async listen(channel, listener) {
      const stop = connection.onNotification(channel, listener)
      await inLine({ op: 'listen', channel })
      return async () => stop()
    },
    checkpoint: async () => void (await inLine({ op: 'checkpoint' })),
    ping: async () => void (await sql`select 1`.execute(database)),
    dump: async () => (await inLine({ op: 'dump' })) as Uint8Array,
    async close() {
      await database.connection().execute(() => connection.close())
      await lock?.release()
    },
  }
}
