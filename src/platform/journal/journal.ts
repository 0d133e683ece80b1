import { type FileHandle, mkdir, open, readdir, readFile, truncate, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { CarelineError } from '../../kit/errors.ts'
import { setClosedMark, syncFolder, takeClosedMark } from './closed-mark.ts'
import { frame, readFrames } from './frames.ts'

/** The file operations the journal needs, so that a test can have a full disk. */
export interface JournalFile {
  write(bytes: Uint8Array, position: number): Promise<void>
  sync(): Promise<void>
  truncate(length: number): Promise<void>
  close(): Promise<void>
}

/**
 * What was accepted, on the disk before it is acknowledged: the embedded database is never flushed by itself, so after
 * a power cut it may be as it was at its last checkpoint, and what came after is taken in again from here.
 */
export interface Journal {
  /** Whether all that was ever told is known to be in the database: nothing came before, or it ended in order. */
  readonly isContinued: boolean
  /** Whether the last process ended in order: then all it had is on the disk. */
  readonly wasClosed: boolean
  /**
   * Gives the records found at opening, oldest first, to `take`; until it has succeeded no rotation deletes them.
   * @returns what `take` returned.
   */
  replay<T>(take: (records: readonly unknown[]) => Promise<T>): Promise<T>
  /**
   * Resolves when the record is on the disk. Records appended meanwhile share the next flush.
   * @throws CarelineError `unavailable` when it could not be written (disk full): then it must not be acknowledged.
   */
  append(record: unknown): Promise<void>
  /**
   * Forgets what the database itself has on the disk: begins a new segment, runs `checkpoint`, and only then deletes
   * the older segments. Every record is appended after its transaction, so the checkpoint holds all of them.
   */
  rotate(checkpoint: () => Promise<void>): Promise<void>
  /** All records there are now, oldest first: for a database that was opened anew while the journal stayed open. */
  reread(): Promise<readonly unknown[]>
  /** @param inOrder the database has everything on the disk, and the next opening may rely on it. */
  close(options?: { inOrder?: boolean }): Promise<void>
}

interface Waiting {
  bytes: Buffer
  resolve(): void
  reject(error: unknown): void
}

/** Opens the journal in `folder` (made if missing), cutting a torn tail off the last segment. */
export async function openJournal(
  folder: string,
  { openFile = openForWriting }: { openFile?: (path: string) => Promise<JournalFile> } = {},
): Promise<Journal> {
  await mkdir(folder, { recursive: true })
  const wasClosed = await takeClosedMark(folder)
  let found = await readSegments(folder, { cut: true })
  const isContinued = wasClosed || found.length === 0
  let number = (found.at(-1)?.number ?? 0) + 1
  let file = await openFile(join(folder, nameOf(number)))
  await syncFolder(folder)
  let length = 0
  let waiting: Waiting[] = []
  // Flushes and changes of segment, one after another.
  let queue: Promise<void> = Promise.resolve()

  const flush = async (group: readonly Waiting[]) => {
    const bytes = Buffer.concat(group.map(entry => entry.bytes))
    try {
      await file.write(bytes, length)
      await file.sync()
      length += bytes.length
      for (const entry of group) entry.resolve()
    } catch (cause) {
      // Half a group must not stand before later records, which would be cut off with it.
      await file.truncate(length).catch(() => undefined)
      for (const entry of group) entry.reject(notKept(cause))
    }
  }
  const flushWaiting = async () => {
    const group = waiting
    waiting = []
    await flush(group)
  }
  const beginSegment = async () => {
    const older = (await readdir(folder)).filter(isSegment)
    const next = await openFile(join(folder, nameOf(++number)))
    await syncFolder(folder)
    await file.close()
    file = next
    length = 0
    return older
  }

  return {
    ...{ isContinued, wasClosed },
    async replay(take) {
      const taken = await take(found.flatMap(segment => segment.records))
      found = []
      return taken
    },
    append(record) {
      return new Promise<void>((resolve, reject) => {
        const isFirst = waiting.push({ bytes: frame(record), resolve, reject }) === 1
        if (isFirst) queue = queue.then(flushWaiting)
      })
    },
    async rotate(checkpoint) {
      const begun = queue.then(beginSegment)
      queue = begun.then(
        () => undefined,
        () => undefined,
      )
      const older = await begun
      await checkpoint()
      const unread = new Set(found.map(segment => nameOf(segment.number)))
      for (const name of older) if (!unread.has(name)) await unlink(join(folder, name))
      await syncFolder(folder)
    },
    async reread() {
      const read = queue.then(() => readSegments(folder, { cut: false }))
      queue = read.then(
        () => undefined,
        () => undefined,
      )
      return (await read).flatMap(segment => segment.records)
    },
    async close({ inOrder = false } = {}) {
      await queue
      await file.close()
      if (inOrder) await setClosedMark(folder)
    },
  }
}

/** @param cut whether to cut a torn tail off; not in the file that is being written. */
async function readSegments(
  folder: string,
  { cut }: { cut: boolean },
): Promise<{ number: number; records: unknown[] }[]> {
  const segments: { number: number; records: unknown[] }[] = []
  for (const name of (await readdir(folder)).filter(isSegment).sort()) {
    const bytes = await readFile(join(folder, name))
    const { records, end } = readFrames(bytes)
    if (cut && end < bytes.length) await truncate(join(folder, name), end)
    segments.push({ number: Number.parseInt(name, 10), records })
  }
  return segments
}

async function openForWriting(path: string): Promise<JournalFile> {
  const handle: FileHandle = await open(path, 'wx', 0o600)
  return {
    write: (bytes, position) => writeAll(handle, bytes, position),
    sync: () => handle.datasync(),
    truncate: length => handle.truncate(length),
    close: () => handle.close(),
  }
}

/** A write may take a part only, for instance at the end of a disk that is filling up. */
async function writeAll(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position + done)
    done += bytesWritten
  }
}

const nameOf = (number: number) => `${String(number).padStart(10, '0')}.journal`
const isSegment = (name: string) => /^\d{10}\.journal$/.test(name)

function notKept(cause: unknown): CarelineError {
  return new CarelineError(
    'unavailable',
    'This could not be kept safely (is the disk full?). Please send it again shortly.',
    { cause },
  )
}
