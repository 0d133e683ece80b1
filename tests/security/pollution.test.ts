import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiRig, startApi } from './api-rig.ts'
import { sharedRows } from './shared-rows.ts'

interface Row {
  id: string
  content_type?: string
  body?: string
  query?: string
}

const rows = sharedRows<Row>('pollution_and_params.jsonl')

const ownBodies = [
  '{"constructor":{"prototype":{"isAdmin":true}}}',
  '{"settings":{"__proto__":{"isAdmin":true}}}',
  '{"workspaceId":"another","botId":"another","conversationId":"another","author":"bot","role":"owner"}',
]
const bodies = [...rows.flatMap(({ body }) => (body === undefined ? [] : [body])), ...ownBodies]

const queries = [
  ...rows.flatMap(({ query }) => (query === undefined ? [] : [query])),
  'limit=1&limit=2',
  'after=0&after=1',
  'after=-1',
  'after=1e3',
  'after=9007199254740993',
  'after=99999999999999999999',
  'limit=NaN&after=Infinity',
  'limit=&after=',
  'limit[]=5&after[x]=1',
  '__proto__[isAdmin]=1&constructor.prototype.isAdmin=1&limit=5',
  'a=%ff%fe&limit=5',
  'after=%E0%A4%A',
  `after=${'9'.repeat(4000)}`,
  `${'a&'.repeat(2000)}limit=5`,
]

let api: ApiRig
let visitor: { id: string; path: string; token: string }

beforeAll(async () => {
  api = await startApi()
  visitor = await api.visitor()
}, 60_000)
afterAll(() => api?.close())

const prototypes = [Object.prototype, Array.prototype, Function.prototype, String.prototype]
const asNow = () => JSON.stringify(prototypes.map(prototype => Reflect.ownKeys(prototype).map(String)))
const untouched = asNow()

/** Nothing anywhere has become an administrator, an owner or a shell. */
function expectNothingGained(): void {
  expect(asNow()).toBe(untouched)
  const any = {} as Record<string, unknown>
  for (const name of ['isAdmin', 'shell', 'role', '0']) expect(any[name], name).toBeUndefined()
}

/** Every route that takes a body, with what it asks for, so that the dangerous key stands beside a good one. */
const routes = () => [
  { method: 'POST', path: '/api/v1/conversations', good: { botId: api.app.botId } },
  { method: 'POST', path: `${visitor.path}/messages`, good: { text: 'hello' }, token: visitor.token },
  { method: 'POST', path: `${visitor.path}/handoff`, good: {}, token: visitor.token },
  {
    method: 'PUT',
    path: `${visitor.path}/messages/msg_none/rating`,
    good: { rating: 'up' },
    token: visitor.token,
  },
  { method: 'POST', path: '/api/v1/ask', good: { question: 'hours?' }, token: api.app.adminToken },
  {
    method: 'PATCH',
    path: `/api/v1/bots/${api.app.botId}`,
    good: { name: 'Ada' },
    token: api.app.adminToken,
  },
  {
    method: 'POST',
    path: '/api/v1/sources',
    good: { kind: 'folder', location: `${api.folder}/none` },
    token: api.app.adminToken,
  },
  {
    method: 'POST',
    path: '/api/v1/backups',
    good: { folder: '' },
    token: api.app.adminToken,
  },
]

/** The body with the good fields beside its own; the text is joined, so that no parser of ours has seen it. */
function beside(body: string, good: object): string {
  const inside = JSON.stringify(good).slice(1, -1)
  return inside === '' ? body : `{${inside},${body.slice(1)}`
}

test.each(bodies)('%s changes no prototype and opens nothing, alone or beside good fields', async body => {
  for (const { method, path, good, token } of routes())
    for (const bytes of [body, beside(body, good)])
      for (const type of ['application/json', 'application/x-www-form-urlencoded']) {
        const answer = await api.call(path, { method, bytes, type, token })
        expect(answer.status, `${path} ${answer.text}`).toBeLessThan(500)
        expectNothingGained()
        if (answer.status >= 400) expect(answer.type).toContain('application/problem+json')
        else if (answer.json.conversation) expect(answer.json.conversation.botId).toBe(api.app.botId)
        else if (answer.json.message) expect(answer.json.message.author).toBe('visitor')
      }
})

test('the same bodies without a token, or with a visitor’s, reach no operator route', async () => {
  for (const body of bodies)
    for (const { method, path, good, token } of routes()) {
      if (token !== api.app.adminToken) continue
      for (const other of [undefined, visitor.token]) {
        const { status } = await api.call(path, { method, bytes: beside(body, good), token: other })
        expect([401, 403, 422], `${path} ${body}`).toContain(status)
      }
    }
})

test('a dangerous key in the settings of a bot, its texts among them, is refused or means nothing', async () => {
  const path = `/api/v1/bots/${api.app.botId}`
  const token = api.app.adminToken
  for (const key of ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty']) {
    const texts = await api.call(path, { method: 'PATCH', token, bytes: `{"texts":{"${key}":"x"}}` })
    expect(texts.status).toBeLessThan(500)
    const whole = await api.call(path, { method: 'PATCH', token, bytes: `{"${key}":{"name":"x"}}` })
    if (whole.status === 200) expect(whole.json.settings.name).not.toBe('x')
    expectNothingGained()
    const settings = await api.call(`${path}/settings`)
    expect(settings.status).toBe(200)
    expect(typeof settings.json.texts).toBe('object')
  }
  await api.call(path, { method: 'PATCH', token, body: { texts: {} } })
})

test.each(queries.map(query => [query.slice(0, 60), query]))(
  'the query %s is refused or read as one plain value',
  async (_, query) => {
    for (const [path, token] of [
      [`${visitor.path}/messages`, visitor.token],
      [visitor.path, visitor.token],
      ['/api/v1/sources', api.app.adminToken],
      ['/api/v1/sources/src_none/pages', api.app.adminToken],
      [`/api/v1/bots/${api.app.botId}/settings`, undefined],
      ['/pages/none', undefined],
      ['/', undefined],
      ['/healthz', undefined],
    ] as const) {
      const { status, type } = await api.call(`${path}?${query}`, { token })
      expect([200, 400, 404, 422], path).toContain(status)
      if (status !== 200) expect(type).toContain('application/problem+json')
    }
    expectNothingGained()
  },
)

test('the query of a stream is read as one plain value as well', async () => {
  for (const query of queries) {
    const gone = new AbortController()
    const response = await api.app.http.fetch(
      new Request(`http://localhost${visitor.path}/events?${query}`, {
        headers: { authorization: `Bearer ${visitor.token}`, 'last-event-id': `9${query}` },
        signal: gone.signal,
      }),
    )
    expect([200, 422], query).toContain(response.status)
    await response.body?.cancel()
    gone.abort()
  }
  expectNothingGained()
})

test('a repeated query parameter is refused, not read as the one or the other', async () => {
  const answer = await api.call(`${visitor.path}/messages?limit=1&limit=3`, { token: visitor.token })
  expect(answer).toMatchObject({ status: 422, json: { errors: [{ path: 'limit' }] } })
})

test('a token in the query or in a second header opens nothing', async () => {
  for (const query of [`token=${visitor.token}`, `authorization=Bearer%20${api.app.adminToken}`]) {
    expect((await api.call(`${visitor.path}?${query}`)).status).toBe(401)
    expect((await api.call(`/api/v1/sources?${query}`)).status).toBe(401)
  }
  const headers = { authorization: `Bearer x, Bearer ${api.app.adminToken}`, 'x-role': 'owner' }
  expect((await api.call('/api/v1/sources', { headers })).status).toBe(401)
})

test('front matter, CSV and HTML with such names are read without harm', async () => {
  const texts = {
    'polluted.md':
      '---\n__proto__:\n  isAdmin: true\nconstructor: {prototype: {shell: x}}\ntoString: 1\ntitle: Hours\n---\n# Hours\n\nWe open at nine.\n',
    'polluted.csv': '__proto__,constructor,toString\nisAdmin,shell,hasOwnProperty\n',
    'polluted.html': '<meta name="__proto__" content="isAdmin"><h1 id="__proto__">Hours</h1><p>Nine.</p>',
  }
  for (const [location, text] of Object.entries(texts)) {
    const answer = await api.call('/api/v1/sources', {
      token: api.app.adminToken,
      body: { kind: 'text', location, text },
    })
    expect(answer.status).toBe(201)
  }
  await api.app.settle()
  const { json } = await api.call('/api/v1/sources', { token: api.app.adminToken })
  const ready = json.sources.filter(
    ({ kind, state }: Record<string, string>) => kind === 'text' && state === 'ready',
  )
  expect(ready).toHaveLength(3)
  expectNothingGained()
}, 60_000)
