import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import { CarelineError } from '../kit/errors.ts'
import { readHolder } from '../platform/database/directory-lock.ts'
import { asFetch } from '../platform/fetch/as-fetch.ts'
import { createGuardedFetch } from '../platform/fetch/guarded-fetch.ts'
import { createLog } from '../platform/log.ts'
import type { Context } from './output.ts'

/** The operator's API, of the running server or of a program started in this process: the commands see no difference. */
export interface Connection {
  /** Where a running server was found; `undefined` when the work is done in this process. */
  url: string | undefined
  request(
    path: string,
    init?: { method?: string; body?: unknown; headers?: Record<string, string> },
  ): Promise<Response>
  /** The answer's JSON. @throws CarelineError with the server's own words when it refuses. */
  call<T>(path: string, init?: { method?: string; body?: unknown }): Promise<T>
  close(): Promise<void>
}

/**
 * Talks to the server that holds the data folder, or does the work here when there is none. Only with `mayCreate` is a
 * folder made that is not there: a question asked of the wrong folder must not leave a second database behind.
 * @throws CarelineError `invalid` when there is no folder, and what opening the database throws.
 */
export async function connect(
  config: Config,
  onProgress: (text: string) => void,
  { mayCreate = false } = {},
): Promise<Connection> {
  if (!mayCreate) requireDataFolder(config)
  const holder = config.DATABASE_URL ? undefined : readHolder(config.DATA_DIR)
  return holder?.url ? toServer(config, holder.url) : inProcess(config, onProgress)
}

/** Runs a command's work on a connection and closes it, whatever happens. */
export async function within<T>(
  context: Context,
  work: (server: Connection, context: Context) => Promise<T>,
): Promise<T> {
  const server = await connect(context.config, text => context.out.progress(text))
  context.out.done()
  try {
    return await work(server, context)
  } finally {
    await server.close()
  }
}

/** @throws CarelineError `invalid` when the data folder is not there, and is where the database would be. */
export function requireDataFolder({ DATABASE_URL, DATA_DIR }: Config): void {
  if (DATABASE_URL || existsSync(DATA_DIR)) return
  throw new CarelineError(
    'invalid',
    `There is no data folder ${DATA_DIR}. Name your server's with --data-dir or DATA_DIR, or begin with: careline start`,
  )
}

function toServer(config: Config, url: string): Connection {
  const token = readFileSync(join(config.DATA_DIR, 'admin-token'), 'utf8').trim()
  const { host } = new URL(url)
  const guarded = createGuardedFetch({ allow: [host] })
  const ask = asFetch(guarded, { maxBytes: 64 * 1024 * 1024, timeoutMs: 600_000 })
  return connection({
    url,
    token,
    send: (path, init) => ask(`${url}${path}`, init),
    close: () => guarded.close(),
  })
}

async function inProcess(config: Config, onProgress: (text: string) => void): Promise<Connection> {
  // The whole program is only loaded where no server runs it.
  const { createApp } = await import('../app/index.ts')
  const app = await createApp(
    { ...config, NO_EXAMPLE: true, PUBLIC_URL: undefined, LOG_LEVEL: 'error' },
    { onProgress, log: createLog('error', 'error') },
  )
  // Most commands need no model, and the others load it when they do.
  await app.start({ warms: false })
  return connection({
    url: undefined,
    token: app.adminToken,
    send: async (path, init) => app.http.request(path, init),
    close: () => app.stop(),
  })
}

/** How often a request that came too soon is made again before it counts as refused. */
const MAX_WAITS = 5

/** A connection over `send`; `wait` takes milliseconds. A 429 is waited out as long as its `Retry-After` says. */
export function connection({
  url,
  token,
  send,
  close,
  wait = waitFor,
}: {
  url: string | undefined
  token: string
  send(path: string, init: RequestInit): Promise<Response>
  close(): Promise<void>
  wait?(ms: number): Promise<void>
}): Connection {
  const request: Connection['request'] = async (path, { method = 'GET', body, headers = {} } = {}) => {
    const init = {
      method,
      headers: {
        Authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }
    for (let waits = 0; ; waits++) {
      const response = await send(`/api/v1${path}`, init)
      if (response.status !== 429 || waits === MAX_WAITS) return response
      await response.body?.cancel()
      await wait((Number(response.headers.get('retry-after')) || 1) * 1000)
    }
  }
  return {
    url,
    request,
    async call<T>(path: string, init?: { method?: string; body?: unknown }) {
      const response = await request(path, init)
      if (response.status === 204) return undefined as T
      const answer = (await response.json()) as T
      if (!response.ok) throw refusal(response.status, answer as { detail?: string })
      return answer
    },
    close,
  }
}

/** Ends after so many milliseconds. */
export const waitFor = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))

/** A problem of the API as the error it was. */
export function refusal(status: number, problem: { detail?: string }): CarelineError {
  const code =
    status === 429
      ? 'rate-limited'
      : status === 404
        ? 'not-found'
        : status === 409
          ? 'conflict'
          : status >= 500
            ? 'unavailable'
            : 'invalid'
  return new CarelineError(code, problem.detail ?? `The server answered ${status}.`)
}
