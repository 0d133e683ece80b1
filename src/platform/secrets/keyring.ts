import { randomBytes } from 'node:crypto'
import { chmod, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { CarelineError } from '../../kit/errors.ts'
import { createOwnerFile, readIfThere, replaceOwnerFile } from '../owner-file.ts'
import { keyIdOf, openWith, type Place, sealWith } from './envelope.ts'

/** Seals secrets with the newest key and opens those of any key it has. */
export interface Keyring {
  /** The id of the key that seals now. */
  readonly current: string
  seal(place: Place, text: string): string
  /** @throws CarelineError `invalid` when the secret was altered, moved, or its key is not here. */
  open(place: Place, envelope: string): string
  /** Whether it was sealed with an older key than the current one. */
  isOld(envelope: string): boolean
}

export interface Key {
  id: string
  bytes: Uint8Array
}

/** A keyring of `keys`, newest first. */
export function createKeyring(keys: readonly Key[]): Keyring {
  const [newest] = keys
  if (!newest) throw new CarelineError('invalid', 'There is no key for secrets.')
  return {
    current: newest.id,
    seal: (place, text) => sealWith(newest, place, text),
    open(place, envelope) {
      const key = keys.find(({ id }) => id === keyIdOf(envelope))
      if (key) return openWith(key, place, envelope)
      throw new CarelineError(
        'invalid',
        `A stored secret was sealed with the key ${keyIdOf(envelope)}, which is not among the present ones. Put it back into SECRET_KEYS or secret-keys, or set the secret again.`,
      )
    },
    isOld: envelope => keyIdOf(envelope) !== newest.id,
  }
}

/**
 * Reads keys written as `id:base64url` of 32 bytes, newest first, separated by commas or lines.
 * @throws CarelineError `invalid` that names the key which is none.
 */
export function readKeys(text: string): Key[] {
  return text
    .split(/[\s,]+/)
    .filter(part => part !== '')
    .map(part => {
      const [, id, encoded = ''] = /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9_+/-]+={0,2})$/.exec(part) ?? []
      const bytes = Buffer.from(encoded, 'base64')
      if (id && bytes.length === 32) return { id, bytes }
      throw new CarelineError(
        'invalid',
        `A key for secrets must be id:base64 of 32 bytes, such as k1:$(openssl rand -base64 32); ${id ?? 'one'} is not.`,
      )
    })
}

const FILE = 'secret-keys'

/** The keys of `given` (SECRET_KEYS), or of the file `secret-keys` in the data folder, which the first start makes. */
export async function loadKeys(dataDir: string, given?: string): Promise<Key[]> {
  if (given) return readKeys(given)
  const path = join(dataDir, FILE)
  await mkdir(dataDir, { recursive: true })
  const text = (await readIfThere(path)) ?? (await createOwnerFile(path, `${newKey(new Date())}\n`))
  await chmod(path, 0o600)
  return readKeys(text)
}

/**
 * Puts a new key in front of those of the data folder. What is sealed already stays readable: the old keys are kept.
 * @returns all keys, newest first.
 */
export async function addKey(dataDir: string, now: Date): Promise<Key[]> {
  const path = join(dataDir, FILE)
  const earlier = await loadKeys(dataDir)
  const text = `${newKey(now)}\n${earlier.map(lineOf).join('\n')}\n`
  await replaceOwnerFile(path, text)
  return readKeys(text)
}

const lineOf = ({ id, bytes }: Key) => `${id}:${Buffer.from(bytes).toString('base64url')}`
const newKey = (now: Date) =>
  lineOf({ id: `k${now.getTime().toString(36)}${randomBytes(2).toString('hex')}`, bytes: randomBytes(32) })
