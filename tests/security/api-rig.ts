import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { App, AppOptions } from '../../src/app/index.ts'
import { createSmallApp } from '../support/small-app.ts'

/** One request to the program: a JSON `body`, or `bytes` as they are; `token` is sent as a bearer token. */
export interface Call {
  method?: string
  body?: unknown
  bytes?: string | Uint8Array
  type?: string
  token?: string | undefined
  headers?: Record<string, string>
}

/** The answer, with its body read: `json` is undefined where it is none. */
export interface Answer {
  status: number
  type: string
  text: string
  // biome-ignore lint/suspicious/noExplicitAny: answers of many shapes, of which each test names what it needs
  json: any
  headers: Headers
}

export interface ApiRig {
  app: App
  folder: string
  call(path: string, call?: Call): Promise<Answer>
  /** A conversation of its own: its path and token. */
  visitor(page?: object): Promise<{ id: string; path: string; token: string }>
  close(): Promise<void>
}

/** The whole program without pages in a folder of its own, asked through its routes. */
export async function startApi(
  environment: Record<string, string> = {},
  options: AppOptions = {},
): Promise<ApiRig> {
  const folder = mkdtempSync(join(tmpdir(), 'careline-api-'))
  const app = await createSmallApp(
    { DATA_DIR: join(folder, 'data'), LIMIT_MESSAGES: '100000', ...environment },
    options,
  )
  const call = async (path: string, { body, bytes, type, token, ...rest }: Call = {}): Promise<Answer> => {
    const sent = bytes ?? (body === undefined ? undefined : JSON.stringify(body))
    const response = await app.http.fetch(
      new Request(`http://localhost${path}`, {
        method: rest.method ?? (sent === undefined ? 'GET' : 'POST'),
        headers: {
          ...(sent === undefined ? {} : { 'content-type': type ?? 'application/json' }),
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...rest.headers,
        },
        ...(sent === undefined ? {} : { body: sent }),
      }),
    )
    const text = await response.text()
    const answerType = response.headers.get('content-type') ?? ''
    return {
      status: response.status,
      type: answerType,
      text,
      json: text !== '' && /[/+]json/.test(answerType) ? JSON.parse(text) : undefined,
      headers: response.headers,
    }
  }
  return {
    app,
    folder,
    call,
    async visitor(page) {
      const { json } = await call('/api/v1/conversations', {
        body: { botId: app.botId, ...(page ? { page } : {}) },
      })
      const { id } = json.conversation
      return { id, path: `/api/v1/conversations/${id}`, token: json.sessionToken }
    },
    async close() {
      await app.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/**
 * Milliseconds for which the event loop was busy during `work`: at least as long as the longest time it was held.
 * A busy machine makes it longer, so the work is done again, up to three times, while it is over `limit`; the least is given.
 */
export async function busyDuring(work: () => Promise<unknown>, limit: number): Promise<number> {
  let least = Number.POSITIVE_INFINITY
  for (let attempt = 0; attempt < 3 && least > limit; attempt++) {
    const before = performance.eventLoopUtilization()
    await work()
    least = Math.min(least, performance.eventLoopUtilization(before).active)
  }
  return least
}
