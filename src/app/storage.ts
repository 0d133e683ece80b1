import { join } from 'node:path'
import type { Config } from '../config.ts'
import { startOutboxRelay } from '../events/index.ts'
import { type Bus, createDatabaseBus, createMemoryBus } from '../platform/bus/bus.ts'
import { type Database, openDatabase } from '../platform/database/index.ts'
import { type Journal, type JournalFile, openJournal } from '../platform/journal/index.ts'
import type { Log } from '../platform/log.ts'

/** The record and what wakes its readers. */
export interface Storage {
  database: Database
  bus: Bus
  /** Embedded only: what was accepted, on the disk before it is acknowledged. */
  journal: Journal | undefined
  relay: { ring(): void; stop(): Promise<void> }
  close(): Promise<void>
}

export interface StorageOptions {
  openJournalFile?: ((path: string) => Promise<JournalFile>) | undefined
}

/** How often what the journal keeps is made unnecessary by a checkpoint, in ms. */
const CHECKPOINT_MS = 60_000

/** Opens the database of the configuration, embedded or on a server, with its bus, its outbox relay and its journal. */
export async function buildStorage(
  config: Config,
  log: Log,
  onProgress: (text: string) => void,
  { openJournalFile: openFile }: StorageOptions = {},
): Promise<Storage> {
  const database = await openDatabase(
    config.DATABASE_URL
      ? { url: config.DATABASE_URL, poolSize: config.DATABASE_POOL }
      : { dataDir: config.DATA_DIR },
    { log: text => log.warn(text), onProgress },
  )
  const embedded = database.kind === 'embedded'
  const bus = embedded ? createMemoryBus() : createDatabaseBus(database)
  const relay = startOutboxRelay({
    database,
    bus,
    onError: error => log.warn({ error }, 'the outbox could not be emptied'),
  })
  const journal = embedded
    ? await openJournal(join(config.DATA_DIR, 'journal'), openFile ? { openFile } : {})
    : undefined
  const checkpoint = () =>
    journal?.rotate(() => database.checkpoint()).catch(error => log.error({ error }, 'the checkpoint failed'))
  const timer = setInterval(checkpoint, CHECKPOINT_MS)
  timer.unref()
  return {
    database,
    bus,
    journal,
    relay,
    async close() {
      clearInterval(timer)
      await relay.stop()
      await checkpoint()
      await journal?.close()
      await database.close()
    },
  }
}
