import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ApiRig, startApi } from './api-rig.ts'
import { sharedRows } from './shared-rows.ts'

interface Row {
  name: string
  b64: string
  family: 'json:must-refuse' | 'json:must-parse' | 'json:free'
}

const rows = sharedRows<Row>('json_bodies.jsonl')

/** Every route that takes a body, as the API describes itself; asked with the right to use it. */
interface Route {
  method: string
  path: string
}

let api: ApiRig
let visitor: { path: string; token: string }
let routes: Route[]
let before: string

beforeAll(async () => {
  api = await startApi()
  visitor = await api.visitor()
  const { json } = await api.call('/api/v1/openapi.json')
  routes = Object.entries<Record<string, { requestBody?: unknown }>>(json.paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, { requestBody }]) =>
      requestBody ? [{ method: method.toUpperCase(), path }] : [],
    ),
  )
  before = await everything()
}, 60_000)
afterAll(() => api?.close())

const everything = async () =>
  JSON.stringify([
    (await api.call('/api/v1/bots', { token: api.app.adminToken })).json,
    (await api.call('/api/v1/sources', { token: api.app.adminToken })).json,
    (await api.call(`${visitor.path}/messages`, { token: visitor.token })).json.messages,
  ])

function send({ method, path }: Route, bytes: Uint8Array | string) {
  const ofVisitor = path.startsWith('/conversations/{id}')
  const at = ofVisitor
    ? visitor.path + path.slice('/conversations/{id}'.length).replace('{messageId}', 'msg_none')
    : `/api/v1${path.replace('{id}', api.app.botId)}`
  return api.call(at, { method, bytes, token: ofVisitor ? visitor.token : api.app.adminToken })
}

/** Whether the route may take it: only a handoff asks for nothing, so any object will do there. */
const takesAny = ({ path }: Route, text: string) => path.endsWith('/handoff') && text.startsWith('{')

test('the routes that take a body are known', () => {
  expect(routes.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([
    'PATCH /bots/{id}',
    'PATCH /sources/{id}',
    'POST /ask',
    'POST /backups',
    'POST /conversations',
    'POST /conversations/{id}/handoff',
    'POST /conversations/{id}/messages',
    'POST /sources',
    'PUT /conversations/{id}/messages/{messageId}/rating',
  ])
})

describe('each body is judged alike by every route', () => {
  test.each(rows)('$name', async ({ b64, family }) => {
    for (const route of routes) {
      const answer = await send(route, Buffer.from(b64, 'base64'))
      const said = `${route.method} ${route.path}: ${answer.text}`
      if (family !== 'json:must-refuse' && takesAny(route, atob(b64)) && [200, 201].includes(answer.status))
        continue
      expect(answer.type, said).toContain('application/problem+json')
      if (family === 'json:must-refuse') expect(answer.status, said).toBe(400)
      // Good JSON, yet none of these is what a route asks for.
      if (family === 'json:must-parse') expect(answer.status, said).toBe(422)
      if (family === 'json:free') expect([400, 422], said).toContain(answer.status)
    }
  })
})

describe('a body nested deeply costs little and is refused', () => {
  const deep: Record<string, (levels: number) => string> = {
    arrays: levels => '['.repeat(levels) + ']'.repeat(levels),
    'arrays left open': levels => '['.repeat(levels),
    objects: levels => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`,
    'the value of a known field': levels => `{"texts":${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}}`,
    'the value of a text': levels => `{"text":${'['.repeat(levels)}${']'.repeat(levels)}}`,
  }
  for (const [name, make] of Object.entries(deep))
    test(name, async () => {
      for (const route of routes)
        for (const levels of [1_000, 100_000]) {
          const body = make(levels)
          const started = performance.now()
          const answer = await send(route, body)
          expect(performance.now() - started, `${route.path} ${levels}`).toBeLessThan(1_000)
          expect(answer.text.length).toBeLessThan(2_000)
          if (takesAny(route, body) && [200, 201].includes(answer.status)) continue
          expect(answer.type, `${route.method} ${route.path}`).toContain('application/problem+json')
          expect([400, 413, 422], answer.text.slice(0, 300)).toContain(answer.status)
        }
    })
})

test('a body over the limit of its route is refused as too large', async () => {
  for (const route of routes) {
    const operators = /^\/(sources|bots|backups)/.test(route.path)
    const answer = await send(route, `{"x":"${'x'.repeat(operators ? 6 * 1024 * 1024 : 32 * 1024)}"}`)
    expect(answer, route.path).toMatchObject({ status: 413, type: 'application/problem+json' })
  }
})

test('a body of another type is refused, and an empty one', async () => {
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
    const answer = await api.call('/api/v1/conversations', { type, bytes: `{"botId":"${api.app.botId}"}` })
    expect([400, 415, 422]).toContain(answer.status)
  }
  for (const route of routes) expect([400, 422]).toContain((await send(route, '')).status)
})

test('afterwards nothing has changed and the program is ready', async () => {
  expect(await everything()).toBe(before)
  expect((await api.call('/readyz')).status).toBe(200)
})
