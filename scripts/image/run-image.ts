import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { createServer } from 'node:net'
import { type Image, inside } from './build-image.ts'

/** A started image; `stop` sends SIGTERM as an engine does. */
export interface Running {
  url: string
  env: Record<string, string>
  /** Ends it as an engine would. @throws Error when it does not end well within `graceMs`. */
  stop(graceMs: number): Promise<void>
}

/** Starts the image's own command, as its own user, with nothing in the environment but what image and compose say. */
export async function startImage(image: Image, environment: Record<string, string>): Promise<Running> {
  const port = await freePort()
  const env = {
    ...environmentInside(image),
    ...environment,
    PORT: String(port),
    PATH: process.env['PATH'] ?? '',
  }
  const [program = '', ...args] = [...image.entrypoint, ...image.command]
  const child = spawn(program, args, { ...asUser(image), cwd: inside(image, '.'), env, stdio: 'inherit' })
  const url = `http://127.0.0.1:${port}`
  try {
    await untilReady(url, child)
  } catch (error) {
    child.kill('SIGKILL')
    throw error
  }
  return { url, env, stop: graceMs => stop(child, graceMs) }
}

/** Runs the image's health check once, with the environment of the running one. @throws Error when it fails. */
export function checkHealth(image: Image, env: Record<string, string>): void {
  const [program = '', ...args] = image.healthcheck
  const { status } = spawnSync(program, args, { ...asUser(image), cwd: inside(image, '.'), env })
  if (status !== 0) throw new Error(`the health check ended with ${status}`)
}

/** ENV as it is seen in the image, its absolute paths below the folder that stands for `/`. */
function environmentInside(image: Image): Record<string, string> {
  return Object.fromEntries(
    Object.entries(image.env).map(([name, value]) => [
      name,
      value.startsWith('/') ? inside(image, value) : value,
    ]),
  )
}

function asUser({ user }: Image): { uid?: number; gid?: number } {
  return process.getuid?.() === 0 ? user : {}
}

async function untilReady(url: string, child: ChildProcess): Promise<void> {
  for (const deadline = Date.now() + 180_000; Date.now() < deadline; ) {
    if (child.exitCode !== null)
      throw new Error(`the server ended with ${child.exitCode} before it was ready`)
    const response = await fetch(`${url}/readyz`).catch(() => undefined)
    if (response?.ok) return
    await new Promise(resolve => setTimeout(resolve, 250))
  }
  throw new Error('the server was not ready after 180 s')
}

async function stop(child: ChildProcess, graceMs: number): Promise<void> {
  const ended = new Promise<number | null>(resolve => child.once('exit', code => resolve(code)))
  const tooLate = setTimeout(() => child.kill('SIGKILL'), graceMs)
  child.kill('SIGTERM')
  const code = await ended
  clearTimeout(tooLate)
  if (code !== 0) throw new Error(`the server ended with ${code ?? 'a kill'} when it was told to stop`)
}

/** A port that nobody listens on now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
