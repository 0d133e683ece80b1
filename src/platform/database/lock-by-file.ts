import { randomUUID } from 'node:crypto'
import { linkSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DirectoryLock } from './lock.ts'

/**
 * A lock of files with rising numbers, where the kernel has none for us: the highest holds, as long as its process
 * lives; never by age, since a busy holder looks stale. A dead one is not removed but outbid, because of two that both
 * see it dead the slower would remove the lock of the quicker. Nothing is removed below but by who stands above, so one
 * that was overtaken while it looked finds a higher number than its own and gives way.
 * @returns nothing when somebody has it.
 */
export function lockByFile(
  dataDir: string,
  { pid = process.pid, alive = isAlive }: { pid?: number; alive?: (pid: number) => boolean } = {},
): DirectoryLock | undefined {
  const highest = numbersIn(dataDir).at(-1) ?? 0
  if (highest > 0 && alive(holderOf(dataDir, highest))) return undefined
  const own = highest + 1
  if (!make(dataDir, own, pid)) return undefined
  if (numbersIn(dataDir).at(-1) !== own) {
    rmSync(nameOf(dataDir, own), { force: true })
    return undefined
  }
  for (const number of numbersIn(dataDir)) if (number < own) rmSync(nameOf(dataDir, number), { force: true })
  return {
    // The number stays taken, by nobody, so that it is never given twice.
    release: async () => writeFileSync(nameOf(dataDir, own), '0'),
  }
}

/** Whether a process of that id runs, as far as can be seen from here. */
export function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** A link is there with its content at once, or fails when the number is taken. */
function make(dataDir: string, number: number, pid: number): boolean {
  const draft = join(dataDir, `lock-${randomUUID()}`)
  writeFileSync(draft, String(pid))
  try {
    linkSync(draft, nameOf(dataDir, number))
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

function numbersIn(dataDir: string): number[] {
  return readdirSync(dataDir)
    .flatMap(name => /^lock\.(\d+)$/.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b)
}

/** 0 when it is gone: then somebody stands above it. */
function holderOf(dataDir: string, number: number): number {
  try {
    return Number(readFileSync(nameOf(dataDir, number), 'utf8'))
  } catch {
    return 0
  }
}

const nameOf = (dataDir: string, number: number) => join(dataDir, `lock.${number}`)
