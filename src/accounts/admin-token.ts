import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { chmod, link, mkdir, open, readFile, unlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { CarelineError } from '../kit/errors.ts'

/**
 * The token of whoever runs this installation, from `admin-token` in the data folder; made on the first start.
 * The file is readable by its owner only (mode 0600), and is made so even if it was wider. Two processes that
 * start together read the same token: the file appears whole, by a hard link, or not at all.
 * @throws CarelineError `invalid` when the file holds no usable token.
 */
export async function loadOrCreateAdminToken(dataDir: string): Promise<string> {
  const path = join(dataDir, 'admin-token')
  await mkdir(dataDir, { recursive: true })
  const token = (await readToken(path)) ?? (await createToken(path))
  if (token.length < 32) {
    throw new CarelineError(
      'invalid',
      `${path} holds no token. Delete the file; the next start makes a new one.`,
    )
  }
  await chmod(path, 0o600)
  return token
}

/** Are the two tokens equal? Takes the same time wherever they differ. */
export function tokensMatch(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected))
}

async function readToken(path: string): Promise<string | undefined> {
  try {
    return (await readFile(path, 'utf8')).trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

async function createToken(path: string): Promise<string> {
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`
  // On the disk before it has its name: after a power cut the file would be there, but empty, and stop every start.
  await writeFile(draft, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' })
  await syncPath(draft)
  try {
    await link(draft, path)
    await syncPath(dirname(path))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    await unlink(draft)
  }
  return (await readFile(path, 'utf8')).trim()
}

async function syncPath(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
