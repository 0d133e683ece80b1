import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { packageRoot } from '../../src/platform/paths.ts'

/** The built program run as its users run it: a process of its own, with arguments, environment and pipes. */

const entry = join(packageRoot, 'bin/careline.mjs')

/** Material that tests share; it lies beside the repository. */
export const sharedData: string = join(packageRoot, '../shared/data')

/** A path in the shared material. @throws when it is not there, since a test without it shows nothing. */
export function shared(path: string): string {
  const full = join(sharedData, path)
  if (!existsSync(full)) throw new Error(`The test material is missing: ${full}`)
  return full
}

/** What is given to the program beside its arguments. */
export interface RunOptions {
  env?: Record<string, string>
  input?: string
}

export interface Ran {
  code: number | null
  out: string
  err: string
  /** Standard output as one JSON value. */
  json<T = Record<string, unknown>>(): T
}

function spawnProgram(args: readonly string[], env: Record<string, string>): ChildProcess {
  // Only what a shell would give, so that a variable of the test run decides nothing.
  const { PATH = '', HOME = '', LANG = 'C.UTF-8' } = process.env
  return spawn(process.execPath, [entry, ...args], {
    env: { PATH, HOME, LANG, LOG_LEVEL: 'error', ...env },
    stdio: 'pipe',
    cwd: tmpdir(),
  })
}

/** Runs a command to its end. */
export async function careline(args: readonly string[], { env = {}, input }: RunOptions = {}): Promise<Ran> {
  const child = spawnProgram(args, env)
  const texts = gather(child)
  child.stdin?.end(input ?? '')
  const [code] = (await once(child, 'close')) as [number | null]
  const { out, err } = texts
  return { code, out, err, json: <T>() => JSON.parse(out) as T }
}

function gather(child: ChildProcess): { out: string; err: string } {
  const texts = { out: '', err: '' }
  child.stdout?.setEncoding('utf8').on('data', (part: string) => {
    texts.out += part
  })
  child.stderr?.setEncoding('utf8').on('data', (part: string) => {
    texts.err += part
  })
  return texts
}

export type RunningServer = Awaited<ReturnType<typeof startServer>>

/** Starts `careline start` and waits until it says that it answers. `port` 0 takes a free one. */
export async function startServer(
  dataDir: string,
  { args = [], env = {}, port = 0 }: { args?: string[]; env?: Record<string, string>; port?: number } = {},
) {
  const child = spawnProgram(['start', '--data-dir', dataDir, '--port', `${port}`, ...args], env)
  const texts = gather(child)
  child.stdin?.end()
  const closed = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>
  const address = await new Promise<string>((resolve, reject) => {
    child.stdout?.on('data', () => {
      const said = /answers at (\S+)/.exec(texts.out)
      if (said) resolve(said[1]!)
    })
    void closed.then(() => reject(new Error(`The server ended: ${texts.err || texts.out}`)))
  })
  return {
    /** Where it says it answers, without a slash at the end. */
    address,
    texts,
    /** Ends it as Ctrl+C or a service manager would, or as a power cut would. */
    async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
      child.kill(signal)
      const [code] = await closed
      return code
    },
  }
}

/** A folder for one test run. */
export function tempFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'careline-program-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}
