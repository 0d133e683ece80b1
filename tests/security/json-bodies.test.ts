import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { MOST_UPLOAD_BODY } from '../../src/contract/attachments-api.ts'
import { type StaffRig, startStaff } from '../accounts/staff-rig.ts'
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
  /** Whether every field may be left out, so that any object will do. */
  takesAny: boolean
}

let api: StaffRig
let visitor: { path: string; token: string }
let routes: Route[]
let before: string

beforeAll(async () => {
  api = await startStaff()
  visitor = await api.visitor()
  // The first request for a person is answered with a message; later ones only add to it.
  await api.call(`${visitor.path}/handoff`, { token: visitor.token, body: {} })
  const { json } = await api.call('/api/v1/openapi.json')
  routes = routesOf(json)
  before = await everything()
}, 60_000)
afterAll(() => api?.close())

interface Description {
  paths: Record<string, Record<string, { requestBody?: { content: Record<string, { schema: Schema }> } }>>
  components: { schemas: Record<string, Schema> }
}
interface Schema {
  $ref?: string
  required?: string[]
}

function routesOf({ paths, components }: Description): Route[] {
  const required = (schema: Schema | undefined): string[] =>
    (schema?.$ref ? components.schemas[schema.$ref.split('/').at(-1)!] : schema)?.required ?? []
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, { requestBody }]) =>
      requestBody
        ? [
            {
              ...{ method: method.toUpperCase(), path },
              takesAny: required(requestBody.content['application/json']?.schema).length === 0,
            },
          ]
        : [],
    ),
  )
}

const everything = async () =>
  JSON.stringify([
    (await api.call('/api/v1/bots', { token: api.app.adminToken })).json,
    (await api.call('/api/v1/sources', { token: api.app.adminToken })).json,
    (await api.call(`${visitor.path}/messages`, { token: visitor.token })).json.messages,
  ])

/** Sent by whoever the route is for: the visitor, a member for their own account, else whoever runs the server. */
function send({ method, path }: Route, bytes: Uint8Array | string) {
  if (path.startsWith('/conversations/{id}')) {
    const at = visitor.path + path.slice('/conversations/{id}'.length).replace('{messageId}', 'msg_none')
    return api.call(at, { method, bytes, token: visitor.token })
  }
  const token = path.startsWith('/account') ? api.owner.accessToken : api.app.adminToken
  const at = `/api/v1${path.replace('{id}', path.startsWith('/bots') ? api.app.botId : 'none')}`
  return api.call(at.replace('{name}', 'openai-api-key'), { method, bytes, token })
}

/**
 * Whether the route may take it, and what it then says is its own affair: without a cookie a session does not go on,
 * there is no member called none, and only people take over.
 */
const mayTake = ({ path, takesAny }: Route, text: string, status: number) =>
  takesAny && !path.startsWith('/bots') && text.trimStart().startsWith('{') && status < 500 && status !== 400

test('the routes that take a body are known', () => {
  expect(routes.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([
    'DELETE /account/totp',
    'DELETE /desk/conversations/{id}/merge',
    'DELETE /desk/conversations/{id}/takeover',
    'PATCH /account',
    'PATCH /account/notifications',
    'PATCH /bots/{id}',
    'PATCH /contacts/{id}',
    'PATCH /desk/conversations',
    'PATCH /desk/conversations/{id}',
    'PATCH /members/{id}',
    'PATCH /sources/{id}',
    'POST /account/push-subscriptions',
    'POST /api-keys',
    'POST /ask',
    'POST /backups',
    'POST /bots/{id}/model-trial',
    'POST /conversations',
    'POST /conversations/{id}/attachments',
    'POST /conversations/{id}/handoff',
    'POST /conversations/{id}/messages',
    'POST /desk/conversations/{id}/attachments',
    'POST /desk/conversations/{id}/merge',
    'POST /desk/conversations/{id}/messages',
    'POST /desk/conversations/{id}/notes',
    'POST /desk/conversations/{id}/questions',
    'POST /desk/conversations/{id}/rewording',
    'POST /desk/conversations/{id}/takeover',
    'POST /desk/drafts/{id}/message',
    'POST /golden-questions',
    'POST /identity-providers',
    'POST /invites',
    'POST /labels',
    'POST /links/invite',
    'POST /links/reset',
    'POST /links/sign-in',
    'POST /macros',
    'POST /pinned-answers',
    'POST /roles',
    'POST /session',
    'POST /session/refresh',
    'POST /setup',
    'POST /sources',
    'POST /sources/files',
    'POST /teams',
    'POST /views',
    'PUT /account/password',
    'PUT /account/totp',
    'PUT /bots/{id}/calibration',
    'PUT /conversations/{id}/activity',
    'PUT /conversations/{id}/claim',
    'PUT /conversations/{id}/identity',
    'PUT /conversations/{id}/messages/{messageId}/rating',
    'PUT /conversations/{id}/survey',
    'PUT /desk/conversations/{id}/activity',
    'PUT /desk/conversations/{id}/block',
    'PUT /desk/conversations/{id}/read',
    'PUT /desk/presence',
    'PUT /identity-providers/{id}',
    'PUT /labels/{id}',
    'PUT /links/invite',
    'PUT /links/reset',
    'PUT /links/sign-in',
    'PUT /macros/{id}',
    'PUT /pinned-answers/{id}',
    'PUT /roles/{id}',
    'PUT /secrets/{name}',
    'PUT /teams/{id}',
  ])
})

describe('each body is judged alike by every route', () => {
  test.each(rows)('$name', async ({ b64, family }) => {
    for (const route of routes) {
      const answer = await send(route, Buffer.from(b64, 'base64'))
      const said = `${route.method} ${route.path}: ${answer.text}`
      if (family !== 'json:must-refuse' && mayTake(route, atob(b64), answer.status)) continue
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
          if (mayTake(route, body, answer.status)) continue
          expect(answer.type, `${route.method} ${route.path}`).toContain('application/problem+json')
          expect([400, 413, 422], answer.text.slice(0, 300)).toContain(answer.status)
        }
    })
})

/** The most bytes that a route takes, by its path. */
function limitOf(path: string): number {
  const mebibyte = 1024 * 1024
  if (path === '/sources/files') return 34 * mebibyte
  if (path.endsWith('/attachments')) return MOST_UPLOAD_BODY
  return /^\/(sources|bots|backups)/.test(path) ? 6 * mebibyte : 32 * 1024
}

test('a body over the limit of its route is refused as too large', async () => {
  for (const route of routes) {
    const most = limitOf(route.path)
    const answer = await send(route, `{"x":"${'x'.repeat(most)}"}`)
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
