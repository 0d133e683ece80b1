/**
 * Who has a data directory open. Two openers of an embedded database silently lose committed data
 * (electric-sql/pglite issue 1106), so it is never opened without this lock.
 */
export interface DirectoryLock {
  release(): Promise<void>
}
