import type { Database } from './database.ts'
import { type EmbeddedHooks, openEmbedded } from './embedded.ts'
import { migrate } from './migrate.ts'

export type OpenOptions =
  | { dataDir: string }
  | { memory: true; image?: Uint8Array }
  | { url: string; poolSize?: number; timeoutMs?: number }

export interface OpenHooks extends EmbeddedHooks {
  onProgress?: (text: string) => void
}

/**
 * Opens the database, embedded or on a server, and brings its schema up to date.
 * @throws CarelineError `conflict` (in use, or newer than the program) or `unavailable`.
 */
export async function openDatabase(options: OpenOptions, hooks: OpenHooks = {}): Promise<Database> {
  const database = await open(options, hooks)
  try {
    const applied = await migrate(database)
    if (applied.length > 0) hooks.onProgress?.(`Schema brought up to date: ${applied.join(', ')}`)
    return database
  } catch (error) {
    await database.close()
    throw error
  }
}

async function open(options: OpenOptions, hooks: OpenHooks): Promise<Database> {
  const { log = () => undefined, onProgress = () => undefined } = hooks
  if ('memory' in options)
    return openEmbedded(options.image ? { image: options.image } : {}, onProgress, hooks)
  if ('dataDir' in options) return openEmbedded({ dataDir: options.dataDir }, onProgress, hooks)
  // The client of a server is loaded only when there is one.
  const { openServer } = await import('./server.ts')
  const { url, poolSize = 10, timeoutMs = 30_000 } = options
  return openServer({ url, poolSize, timeoutMs, log })
}

export type { Database, Sql, Tables, Tx } from './database.ts'
export { DatabaseError } from './database-error.ts'
export { type Holder, readHolder, writeHolder } from './directory-lock.ts'
export { type EmbeddedDatabase, openEmbedded } from './embedded.ts'
export { insideWorkspace, outsideWorkspaces } from './isolation.ts'
export { type Migration, migrate, readMigrations } from './migrate.ts'
