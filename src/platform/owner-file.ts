import { randomBytes } from 'node:crypto'
import { link, open, readFile, rename, unlink, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

// On the disk before it has its name: after a power cut the file would be there, but empty, and stop every start.

/**
 * Makes a file that its owner alone may read (mode 0600), unless it is there already. It appears whole, by a hard link,
 * or not at all, so that two processes that start together go on with the same one.
 * @returns what the file holds now.
 */
export async function createOwnerFile(path: string, text: string): Promise<string> {
  const draft = await flushedDraft(path, text)
  try {
    await link(draft, path)
    await flush(dirname(path))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    await unlink(draft)
  }
  return await readFile(path, 'utf8')
}

/** Puts `text` in the place of what the file holds: after a power cut it holds the one or the other. */
export async function replaceOwnerFile(path: string, text: string): Promise<void> {
  await rename(await flushedDraft(path, text), path)
  await flush(dirname(path))
}

/** What the file holds, `undefined` if it is not there. */
export async function readIfThere(path: string): Promise<string | undefined> {
  return await readFile(path, 'utf8').catch(error => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  })
}

async function flushedDraft(path: string, text: string): Promise<string> {
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`
  await writeFile(draft, text, { mode: 0o600, flag: 'wx' })
  await flush(draft)
  return draft
}

async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
