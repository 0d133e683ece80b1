import { closeSync, fsyncSync, openSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Makes durable what PostgreSQL has written to its folder, which PGlite itself never does. */
export interface FileSync {
  /** Only the log, to be called before a checkpoint: pages must not reach the disk before the log that tells of them. */
  log(): void
  /** Everything, to be called after a checkpoint. */
  all(): void
}

/**
 * Calls fsync for each file of `root` that is not as it was at the last call, and for the folders. The log comes first
 * and `pg_control`, which points into it, last: cut anywhere between, the folder is one PostgreSQL can recover.
 * @param sync makes one path durable; for tests.
 */
export function createFileSync(root: string, sync: (path: string) => void = syncPath): FileSync {
  const control = join(root, 'global', 'pg_control')
  const known = new Map<string, string>()

  const syncChanged = (path: string) => {
    const found = statSync(path, { bigint: true, throwIfNoEntry: false })
    if (!found) return
    // Any difference counts, not only a later time: the clock may have been set back.
    const state = `${found.ino} ${found.size} ${found.mtimeNs}`
    if (known.get(path) === state) return
    sync(path)
    if (isSettled(Number(found.mtimeMs))) known.set(path, state)
    else known.delete(path)
  }
  const syncLog = () => {
    const { files, folders } = walk(join(root, 'pg_wal'))
    for (const path of files) syncChanged(path)
    for (const path of folders) sync(path)
  }

  return {
    log: syncLog,
    all() {
      syncLog()
      const { files, folders } = walk(root)
      for (const path of files) if (path !== control) syncChanged(path)
      // A new file is there after a power cut only if its folder says so; the same holds for the root itself.
      for (const path of [...folders.reverse(), dirname(root)]) sync(path)
      syncChanged(control)
      const present = new Set(files)
      for (const path of known.keys()) if (!present.has(path)) known.delete(path)
    },
  }
}

/** File times are coarse: what was written just now may be written again without a new time. */
const isSettled = (mtimeMs: number) => Math.abs(Date.now() - mtimeMs) > 2_000

function walk(root: string): { files: string[]; folders: string[] } {
  const files: string[] = []
  const folders = [root]
  for (const folder of folders) {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) folders.push(path)
      else if (entry.isFile()) files.push(path)
    }
  }
  return { files, folders }
}

function syncPath(path: string): void {
  const file = openSync(path, 'r')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
