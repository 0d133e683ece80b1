import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { chmod, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { CarelineError } from '../kit/errors.ts'
import { createOwnerFile, readIfThere } from '../platform/owner-file.ts'

/**
 * The token of whoever runs this installation, from `admin-token` in the data folder; made on the first start.
 * The file is readable by its owner only (mode 0600), and is made so even if it was wider. Two processes that
 * start together read the same token.
 * @throws CarelineError `invalid` when the file holds no usable token.
 */
export async function loadOrCreateAdminToken(dataDir: string): Promise<string> {
  const path = join(dataDir, 'admin-token')
  await mkdir(dataDir, { recursive: true })
  const made = () => createOwnerFile(path, `${randomBytes(32).toString('base64url')}\n`)
  const token = ((await readIfThere(path)) ?? (await made())).trim()
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

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
