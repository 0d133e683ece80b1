import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { packageRoot } from '../../src/platform/paths.ts'

/** The built server as its users start it, with what the kernel tells about it. */
export interface RunningProgram {
  url: string
  /** From the start of the process to the first `/readyz` that says so: wall time and processor time, in ms. */
  readyMs: number
  readyCpuMs: number
  /** Resident memory of the process and its children now, in MB. */
  memoryMb(): number
  /** Processor time so far of the process and its children, in ms. */
  cpuMs(): number
  /** A call of the API as its operator; `path` begins with a slash. @throws Error for any status but 2xx. */
  call<T>(path: string, body?: unknown): Promise<T>
  stop(): Promise<void>
}

const LOOK_MS = 10
const START_LIMIT_MS = 180_000

/** Starts the server on a data folder (embedded) or with a PostgreSQL server, and waits until it is ready. */
export async function startProgram(
  dataDir: string,
  environment: Record<string, string> = {},
): Promise<RunningProgram> {
  const port = await freePort()
  const { PATH = '', HOME = '' } = process.env
  const began = performance.now()
  const child = spawn(process.execPath, [join(packageRoot, 'bin/careline.mjs'), 'start'], {
    env: { PATH, HOME, LOG_LEVEL: 'error', DATA_DIR: dataDir, PORT: `${port}`, ...limitsOff, ...environment },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const url = `http://127.0.0.1:${port}`
  const pid = child.pid as number
  while (!(await isReady(url))) {
    if (child.exitCode !== null) throw new Error(`the server ended with code ${child.exitCode}`)
    if (performance.now() - began > START_LIMIT_MS) {
      child.kill('SIGKILL')
      throw new Error('the server was not ready in three minutes')
    }
    await pause(LOOK_MS)
  }
  const [readyMs, readyCpuMs] = [performance.now() - began, cpuOf(pid)]
  const token = readFileSync(join(dataDir, 'admin-token'), 'utf8').trim()
  return {
    ...{ url, readyMs, readyCpuMs },
    memoryMb: () => family(pid).reduce((sum, one) => sum + residentKb(one), 0) / 1000,
    cpuMs: () => cpuOf(pid),
    call: (path, body) => call(`${url}/api/v1${path}`, token, body),
    stop: () => stop(child),
  }
}

/** One client asks everything here, which the limits exist to forbid. */
const limitsOff = { LIMIT_REQUESTS: '1000000', LIMIT_MESSAGES: '100000' }

/** Waits until the whole family has used next to nothing for two seconds: its start and its reading are over. */
export async function untilIdle(program: RunningProgram): Promise<void> {
  const [quietMs, share, limit] = [2000, 0.04, Date.now() + 240_000]
  for (let before = program.cpuMs(); Date.now() < limit; ) {
    await pause(quietMs)
    const now = program.cpuMs()
    if (now - before <= share * quietMs) return
    before = now
  }
  throw new Error('the server did not come to rest in four minutes')
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/readyz`)).ok
  } catch {
    return false
  }
}

async function call<T>(url: string, token: string, body: unknown): Promise<T> {
  const response = await fetch(url, {
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  })
  if (!response.ok) throw new Error(`${url} answers ${response.status}: ${await response.text()}`)
  return (await response.json()) as T
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const ended = new Promise(resolve => child.once('exit', resolve))
  child.kill('SIGTERM')
  await ended
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}

/** A process and all below it. */
function family(pid: number): number[] {
  const tasks = `/proc/${pid}/task`
  if (!existsSync(tasks)) return []
  const children = readdirSync(tasks).flatMap(task =>
    (readProc(`${tasks}/${task}/children`).match(/\d+/g) ?? []).map(Number),
  )
  return [pid, ...children.flatMap(family)]
}

const residentKb = (pid: number) => Number(/VmRSS:\s+(\d+)/.exec(readProc(`/proc/${pid}/status`))?.[1] ?? 0)

/** Fields 14 to 17 of proc(5) `stat`: own and awaited children's ticks, of which Linux counts 100 a second. */
function cpuOf(pid: number): number {
  const ticks = family(pid).flatMap(one => {
    const fields = readProc(`/proc/${one}/stat`)
      .replace(/^.*\) /s, '')
      .split(' ')
    return fields.slice(11, one === pid ? 15 : 13).map(Number)
  })
  return ticks.reduce((sum, one) => sum + (one || 0), 0) * 10
}

/** Empty when the process has gone meanwhile. */
function readProc(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
