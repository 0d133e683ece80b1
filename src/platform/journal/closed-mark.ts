import { open, unlink } from 'node:fs/promises'
import { join } from 'node:path'

const fileOf = (folder: string) => join(folder, 'closed')

/** Says durably that the process ended in order, with nothing in the journal that the database does not have on the disk. */
export async function setClosedMark(folder: string): Promise<void> {
  const handle = await open(fileOf(folder), 'w', 0o600)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
  await syncFolder(folder)
}

/** Whether the last process ended in order; the mark is durably gone before this one does anything. */
export async function takeClosedMark(folder: string): Promise<boolean> {
  try {
    await unlink(fileOf(folder))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
  await syncFolder(folder)
  return true
}

/** A new or deleted file is durable only when its folder is. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
