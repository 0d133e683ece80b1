import { statfs } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import { replayIntake } from '../conversations/index.ts'
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
  /** Whether all that was there at the opening is on the disk. */
  isFlushed: boolean
  /** Embedded only: puts all there is now on the disk. */
  flush(): Promise<void>
  /** Embedded only: puts a deletion on the disk and cuts the journal, out of which it would come back after a crash. */
  forget(): Promise<void>
  close(): Promise<void>
}

export interface StorageOptions {
  openJournalFile?: ((path: string) => Promise<JournalFile>) | undefined
  /** Free bytes of the disk a folder is on; for tests of a full disk. */
  freeBytes?: ((folder: string) => Promise<number>) | undefined
}

/** How often what the journal keeps is made unnecessary by a checkpoint, in ms. */
const CHECKPOINT_MS = 60_000

/** A checkpoint may need a new segment of the database's log (16 MB) and its page cache (16 MB), and panics without. */
const CHECKPOINT_BYTES = 48 * 1024 * 1024

/** Opens the database of the configuration, embedded or on a server, with its bus, its outbox relay and its journal. */
export async function buildStorage(
  config: Config,
  log: Log,
  onProgress: (text: string) => void,
  options: StorageOptions = {},
): Promise<Storage> {
  let journal: Journal | undefined
  const takeIn = (database: Database, records: readonly unknown[], isContinued: boolean) =>
    replayIntake(
      {
        database,
        onSkipped: (record, error) => log.error({ error, ...record }, 'a record of the journal was skipped'),
      },
      records,
      { isContinued },
    )
  const database = await openDatabase(
    config.DATABASE_URL
      ? {
          url: config.DATABASE_URL,
          poolSize: config.DATABASE_POOL,
          timeoutMs: config.DATABASE_TIMEOUT_MS,
        }
      : { dataDir: config.DATA_DIR },
    {
      log: text => log.warn(text),
      onProgress,
      async onReopened(reopened) {
        if (journal) await takeIn(reopened, await journal.reread(), false)
      },
    },
  )
  if (database.kind === 'server') return withoutJournal(database, log)
  try {
    const opened = await openJournal(
      join(config.DATA_DIR, 'journal'),
      options.openJournalFile ? { openFile: options.openJournalFile } : {},
    )
    await opened.replay(records => takeIn(database, records, opened.isContinued))
    journal = opened
    return withJournal(database, opened, log, { ...options, dataDir: config.DATA_DIR })
  } catch (error) {
    await database.close()
    throw error
  }
}

function relayOf(database: Database, bus: Bus, log: Log): Storage['relay'] {
  return startOutboxRelay({
    database,
    bus,
    onError: error => log.warn({ error }, 'the outbox could not be emptied'),
  })
}

function withoutJournal(database: Database, log: Log): Storage {
  const bus = createDatabaseBus(database)
  const relay = relayOf(database, bus, log)
  return {
    ...{ database, bus, relay, journal: undefined, isFlushed: true },
    flush: async () => undefined,
    forget: async () => undefined,
    async close() {
      await relay.stop()
      await database.close()
    },
  }
}

function withJournal(
  database: Database,
  journal: Journal,
  log: Log,
  { dataDir, freeBytes = freeBytesOf }: StorageOptions & { dataDir: string },
): Storage {
  const bus = createMemoryBus()
  const relay = relayOf(database, bus, log)
  /** @returns whether everything is on the disk now. */
  const guarded = async (checkpoint: () => Promise<void>): Promise<boolean> => {
    try {
      const free = await freeBytes(dataDir)
      if (free >= CHECKPOINT_BYTES) return await checkpoint().then(() => true)
      log.warn(
        { freeBytes: free, neededBytes: CHECKPOINT_BYTES },
        'the disk is nearly full: the checkpoint was put off, and the journal grows meanwhile',
      )
    } catch (error) {
      log.error({ error }, 'the checkpoint failed')
    }
    return false
  }
  const rotate = () => guarded(() => journal.rotate(() => database.checkpoint()))
  const timer = setInterval(() => void rotate(), CHECKPOINT_MS)
  timer.unref()
  return {
    ...{ database, bus, journal, relay, isFlushed: journal.wasClosed },
    flush: async () => void (await guarded(() => database.checkpoint())),
    forget: async () => void (await rotate()),
    async close() {
      clearInterval(timer)
      await relay.stop()
      const inOrder = await rotate()
      await journal.close({ inOrder })
      // It flushes once more; where the disk is full the journal has what that would have kept.
      await database
        .close()
        .catch(error => log.error({ error }, 'the database was closed without a checkpoint'))
    },
  }
}

async function freeBytesOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}
