import { randomBytes } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { chmod, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { CarelineError } from '../../kit/errors.ts'
import { createOwnerFile, readIfThere, replaceOwnerFile } from '../owner-file.ts'
import { keyIdOf, openWith, type Place, sealWith } from './envelope.ts'

/** Seals secrets with the newest key and opens those of any key it has. */
export interface Keyring {
  /** The id of the key that seals now. */
  readonly current: string
  /** The ids of all keys there are, newest first. */
  ids(): string[]
  seal(place: Place, text: string): string
  /** @throws CarelineError `invalid` when the secret was altered, moved, or its key is not here. */
  open(place: Place, envelope: string): string
}

export interface Key {
  id: string
  bytes: Uint8Array
}

/** A keyring of `keys`, newest first, which are asked for at each use: they may be renewed meanwhile. */
export function createKeyring(keys: () => readonly Key[]): Keyring {
  const newest = () => {
    const [first] = keys()
    if (first) return first
    throw new CarelineError('invalid', 'There is no key for secrets.')
  }
  return {
    get current() {
      return newest().id
    },
    ids: () => keys().map(({ id }) => id),
    seal: (place, text) => sealWith(newest(), place, text),
    open(place, envelope) {
      const key = keys().find(({ id }) => id === keyIdOf(envelope))
      if (key) return openWith(key, place, envelope)
      throw new CarelineError(
        'invalid',
        `A stored secret was sealed with the key ${keyIdOf(envelope)}, which is not among the present ones. Put it back into SECRET_KEYS or secret-keys, or set the secret again.`,
      )
    },
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

/** The keys in a file that its owner alone may read, newest first. */
export interface KeyFile {
  /** The keys as the file has them now, also when another process has changed it. */
  keys(): readonly Key[]
  /** Puts a new key in front; the others stay, so that what is sealed already can be read. */
  add(now: Date): Promise<void>
  /** Drops the keys that `isUsed` does not want, but never the newest. */
  keepOnly(isUsed: (id: string) => boolean): Promise<void>
}

/** The file `secret-keys` of the data folder, made with a first key when it is not there. */
export async function openKeyFile(dataDir: string): Promise<KeyFile> {
  const path = join(dataDir, FILE)
  await mkdir(dataDir, { recursive: true })
  if ((await readIfThere(path)) === undefined) await createOwnerFile(path, `${newKey(new Date())}\n`)
  await chmod(path, 0o600)
  let read: { keys: Key[]; inode: bigint; changedAt: bigint } | undefined
  const keys = () => {
    const { ino, mtimeNs } = statSync(path, { bigint: true })
    if (read?.inode !== ino || read.changedAt !== mtimeNs)
      read = { keys: readKeys(readFileSync(path, 'utf8')), inode: ino, changedAt: mtimeNs }
    return read.keys
  }
  const write = (lines: readonly string[]) => replaceOwnerFile(path, `${lines.join('\n')}\n`)
  keys()
  return {
    keys,
    add: now => write([newKey(now), ...keys().map(lineOf)]),
    async keepOnly(isUsed) {
      const kept = keys().filter(({ id }, at) => at === 0 || isUsed(id))
      if (kept.length < keys().length) await write(kept.map(lineOf))
    },
  }
}

const lineOf = ({ id, bytes }: Key) => `${id}:${Buffer.from(bytes).toString('base64url')}`
const newKey = (now: Date) =>
  lineOf({ id: `k${now.getTime().toString(36)}${randomBytes(2).toString('hex')}`, bytes: randomBytes(32) })
