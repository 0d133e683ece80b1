import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accessTable } from '../../src/api/access.ts'
import { type ApiRig, startApi } from '../security/api-rig.ts'

/**
 * Who may call without a token: written out, so that a new route without authorisation fails here until somebody has
 * thought about it. The files of the widget, the shop and the staff application are
 * added as a whole.
 */
const open = [
  'GET /',
  'GET /favicon.ico',
  'GET /admin',
  'GET /admin/*',
  'GET /admin/assets/:name',
  'GET /api/v1/bots/:id/settings',
  'DELETE /api/v1/session',
  'GET /api/v1/openapi.json',
  'GET /api/v1/session/callback',
  'GET /api/v1/session/providers',
  'GET /api/v1/setup',
  'GET /healthz',
  'GET /metrics',
  'GET /pages.css',
  'GET /pages/:id',
  'GET /readyz',
  'GET /widget.js',
  'POST /api/v1/conversations',
  'POST /api/v1/links/invite',
  'POST /api/v1/links/reset',
  'POST /api/v1/links/sign-in',
  'POST /api/v1/session',
  'POST /api/v1/session/providers/:id',
  'POST /api/v1/session/refresh',
  'POST /api/v1/setup',
  'PUT /api/v1/links/invite',
  'PUT /api/v1/links/reset',
  'PUT /api/v1/links/sign-in',
]
const isOpenFile = (name: string) => /^GET \/(widget|shop|admin)\/[\w./-]+$/.test(name)

let api: ApiRig
let routes: string[]
let visitor: { path: string; token: string }
let other: { path: string; token: string }

beforeAll(async () => {
  api = await startApi()
  const mounted = api.app.http.routes.filter(({ method }) => method !== 'ALL')
  routes = [...new Set(mounted.map(({ method, path }) => `${method} ${path}`))].sort()
  visitor = await api.visitor()
  other = await api.visitor()
})
afterAll(() => api?.close())

const closed = () => routes.filter(name => !open.includes(name) && !isOpenFile(name))
/** What only a person can do, and what is asked without a body that could be wrong. */
const isOwnAccounts = (name: string) =>
  name.includes('/api/v1/account') ||
  name === 'DELETE /api/v1/desk/drafts/:id' ||
  name === 'POST /api/v1/desk/conversations/:id/drafts'
const isVisitors = (name: string) => name.includes('/api/v1/conversations/:id')

/** The route called with a body that is wrong: whoever may not is refused before anybody looks at it. */
function call(name: string, token?: string, conversation = visitor) {
  const [method = '', pattern = ''] = name.split(' ')
  const path = pattern
    .replace('/api/v1/conversations/:id', conversation.path)
    .replaceAll(/:\w+/g, 'msg_nobody')
  const headers = { accept: 'application/json' }
  return api.call(path, { method, token, headers, ...(method === 'GET' ? {} : { bytes: '{' }) })
}

async function refusals(names: string[], token?: string, conversation = visitor) {
  const answers: Record<string, string> = {}
  for (const name of names) {
    const { status, type, json } = await call(name, token, conversation)
    expect(json, name).toMatchObject({ status, title: expect.any(String), detail: expect.any(String) })
    answers[name] = `${status} ${type}`
  }
  return answers
}

const all = (names: string[], status: number) =>
  Object.fromEntries(names.map(name => [name, `${status} application/problem+json`]))

test('every route below /api/v1 has a row in the access table, and every row a route', () => {
  const ours = routes.filter(name => name.includes('/api/v1/')).map(name => name.replace('/api/v1', ''))
  expect(ours.sort()).toEqual(Object.keys(accessTable).sort())
  const openRows = Object.entries(accessTable).filter(([, access]) => access === 'open')
  expect(openRows.map(([name]) => name.replace(' ', ' /api/v1')).sort()).toEqual(
    open.filter(name => name.includes('/api/v1/')).sort(),
  )
})

test('the routes that are open are those of the list, and all of them are there', () => {
  expect(open.filter(name => !routes.includes(name))).toEqual([])
  expect(closed().filter(isVisitors).length).toBeGreaterThanOrEqual(6)
  expect(closed().filter(name => !isVisitors(name)).length).toBeGreaterThanOrEqual(13)
  for (const name of closed()) expect(name).toMatch(/^(GET|POST|PUT|PATCH|DELETE) \/api\/v1\//)
})

describe("each of the operator's routes", () => {
  const names = () => closed().filter(name => !isVisitors(name))

  test('refuses whoever sends no token', async () => {
    expect(await refusals(names())).toEqual(all(names(), 401))
  })

  test('refuses a token that nobody has, however near', async () => {
    const near = api.app.adminToken
    for (const token of ['x'.repeat(43), near.slice(0, -1), `${near}x`, near.toUpperCase(), `${near}=`])
      expect(await refusals(names(), token), token).toEqual(all(names(), 401))
  })

  test("refuses a visitor's token", async () => {
    expect(await refusals(names(), visitor.token)).toEqual(all(names(), 401))
  })

  test('lets the admin token pass to where the request itself is looked at, but to no account', async () => {
    for (const name of names().filter(isOwnAccounts))
      expect((await call(name, api.app.adminToken)).status, name).toBe(403)
    // Streams last; that they can be had is tested with the desk.
    for (const name of names().filter(one => !isOwnAccounts(one) && !one.endsWith('/desk/events')))
      expect((await call(name, api.app.adminToken)).status, name).not.toSatisfy(
        (status: number) => status === 401 || status === 403,
      )
  })
})

describe("each of the visitor's routes", () => {
  const names = () => closed().filter(isVisitors)

  test('refuses whoever sends no token', async () => {
    expect(await refusals(names())).toEqual(all(names(), 401))
  })

  test('refuses a forged token', async () => {
    const tokens = ['x'.repeat(43), visitor.token.slice(0, -1), `${visitor.token}x`, visitor.path, "' or 1=1"]
    for (const token of tokens) expect(await refusals(names(), token), token).toEqual(all(names(), 401))
  })

  test('refuses the admin token', async () => {
    expect(await refusals(names(), api.app.adminToken)).toEqual(all(names(), 401))
  })

  test('refuses the token of another conversation, as if this one were not there', async () => {
    expect(await refusals(names(), other.token)).toEqual(all(names(), 404))
    for (const name of names()) {
      const theirs = await call(name, other.token, visitor)
      const missing = await call(name, other.token, { ...visitor, path: '/api/v1/conversations/con_nobody' })
      expect(theirs.text, name).toBe(missing.text)
    }
  })
})

test('a token counts as Authorization: Bearer only, not in the address, a cookie or another scheme', async () => {
  const token = api.app.adminToken
  const places: [string, Record<string, string>][] = [
    [`?token=${token}&access_token=${token}`, {}],
    ['', { cookie: `token=${token}` }],
    ['', { authorization: `Basic ${btoa(`admin:${token}`)}` }],
    ['', { authorization: token }],
    ['', { 'x-api-key': token }],
  ]
  for (const [query, headers] of places)
    expect((await api.call(`/api/v1/sources${query}`, { headers })).status).toBe(401)
  const { status } = await api.call(`${visitor.path}?token=${visitor.token}`)
  expect(status).toBe(401)
})
