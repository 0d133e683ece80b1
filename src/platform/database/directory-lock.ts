import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { CarelineError } from '../../kit/errors.ts'

/**
 * Who has a data directory open. Two openers of an embedded database silently lose committed data
 * (electric-sql/pglite issue 1106), so it is never opened without this lock.
 */
export interface DirectoryLock {
  release(): Promise<void>
}

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
  const lock = process.platform === 'linux' ? await lockBySocket(dataDir) : lockByFile(dataDir)
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
  try {
    const holder = JSON.parse(readFileSync(holderFile(dataDir), 'utf8')) as Holder
    return isAlive(holder.pid) ? holder : undefined
  } catch {
    return undefined
  }
}

const holderFile = (dataDir: string) => join(dataDir, 'holder.json')

function refusal(dataDir: string): CarelineError {
  const holder = readHolder(dataDir)
  const who = holder ? `process ${holder.pid}${holder.url ? ` (${holder.url})` : ''}` : 'another process'
  return new CarelineError(
    'conflict',
    `${dataDir} is in use by ${who}. Stop it first, or choose another DATA_DIR.`,
    {
      details: { holder },
    },
  )
}

/** An abstract Unix socket: the kernel drops it with its process, even on SIGKILL, and only one can have the name. */
async function lockBySocket(dataDir: string): Promise<DirectoryLock> {
  const name = createHash('sha256').update(realpathSync(dataDir)).digest('hex').slice(0, 40)
  const server = createServer(socket => socket.destroy())
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? refusal(dataDir) : error),
    )
    server.listen(`\0careline-${name}`, resolve)
  })
  server.unref()
  return { release: () => closeServer(server) }
}

function closeServer(server: Server): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve())
  })
}

/** Elsewhere a file made with O_EXCL; taken over only when its process is dead, never by age: a busy holder looks stale. */
function lockByFile(dataDir: string): DirectoryLock {
  const file = join(dataDir, 'lock')
  if (existsSync(file) && !isAlive(Number(readFileSync(file, 'utf8')))) rmSync(file, { force: true })
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' })
  } catch {
    throw refusal(dataDir)
  }
  return { release: async () => rmSync(file, { force: true }) }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
