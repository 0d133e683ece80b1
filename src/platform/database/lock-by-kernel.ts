import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { closeSync, openSync, realpathSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import type { DirectoryLock } from './lock.ts'

/**
 * Two locks that the kernel drops with their process, even on SIGKILL: one within this network namespace, which needs
 * nothing, and one on a file, which holds between containers that share the folder.
 * @returns nothing when somebody has either.
 */
export async function lockByKernel(dataDir: string): Promise<DirectoryLock | undefined> {
  const socket = await lockSocket(dataDir)
  if (!socket) return undefined
  const file = lockFile(dataDir)
  if (file) return { release: () => file.release().then(socket.release) }
  await socket.release()
  return undefined
}

/** An abstract Unix socket: only one can have the name. */
async function lockSocket(dataDir: string): Promise<DirectoryLock | undefined> {
  const name = createHash('sha256').update(realpathSync(dataDir)).digest('hex').slice(0, 40)
  const server = createServer(socket => socket.destroy())
  const taken = await new Promise<boolean>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(true) : reject(error),
    )
    server.listen(`\0careline-${name}`, () => resolve(false))
  })
  if (taken) return undefined
  server.unref()
  return { release: () => new Promise(resolve => server.close(() => resolve())) }
}

/** How `flock -n` says that somebody else has it. */
const HELD = 1

/**
 * `flock` on a file in the folder. Node has no call for it, but the lock belongs to the open file, which a child that
 * was given it shares: the program `flock` takes it and ends, and we have it as long as the file is open here. Where
 * there is no such program, or the file system knows no locks, the socket alone must do.
 */
function lockFile(dataDir: string): DirectoryLock | undefined {
  const file = openSync(join(dataDir, 'lock'), 'a', 0o600)
  const { status } = spawnSync('flock', ['-n', '3'], { stdio: ['ignore', 'ignore', 'ignore', file] })
  if (status !== HELD) return { release: async () => closeSync(file) }
  closeSync(file)
  return undefined
}
