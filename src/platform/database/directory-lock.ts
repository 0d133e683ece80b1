import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CarelineError } from '../../kit/errors.ts'
import type { DirectoryLock } from './lock.ts'
import { isAlive, lockByFile } from './lock-by-file.ts'
import { lockByKernel } from './lock-by-kernel.ts'

/** What the holder tells others about itself, in `holder.json`. */
export interface Holder {
  pid: number
  /** Where its API answers; the CLI talks to it instead of opening the directory. */
  url?: string
  startedAt: string
}

/** Takes the lock or refuses. @throws CarelineError `conflict` that names the holder. */
export async function lockDirectory(dataDir: string): Promise<DirectoryLock> {
  mkdirSync(dataDir, { recursive: true })
  const lock = process.platform === 'linux' ? await lockByKernel(dataDir) : lockByFile(dataDir)
  if (!lock) throw refusal(dataDir)
  writeHolder(dataDir, {})
  return {
    release: async () => {
      rmSync(holderFile(dataDir), { force: true })
      await lock.release()
    },
  }
}

export function writeHolder(dataDir: string, about: { url?: string }): void {
  const holder: Holder = { pid: process.pid, startedAt: new Date().toISOString(), ...about }
  writeFileSync(holderFile(dataDir), JSON.stringify(holder))
}

/** The holder as it described itself, or `undefined` when there is none or it is dead. */
export function readHolder(dataDir: string): Holder | undefined {
  const holder = lastHolder(dataDir)
  return holder && isAlive(holder.pid) ? holder : undefined
}

function lastHolder(dataDir: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(holderFile(dataDir), 'utf8')) as Holder
  } catch {
    return undefined
  }
}

const holderFile = (dataDir: string) => join(dataDir, 'holder.json')

function refusal(dataDir: string): CarelineError {
  // Somebody has the lock, alive or not by the numbers of this container: process ids of another mean nothing here.
  const holder = lastHolder(dataDir)
  const who = holder ? `process ${holder.pid}${holder.url ? ` (${holder.url})` : ''}` : 'another process'
  return new CarelineError(
    'conflict',
    `${dataDir} is in use by ${who}. Stop it first, or choose another DATA_DIR.`,
    {
      details: { holder },
    },
  )
}
