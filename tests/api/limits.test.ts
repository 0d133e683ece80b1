import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createBot } from '../../src/accounts/index.ts'
import { type ApiRig, startApi } from '../security/api-rig.ts'

const proxy = '10.0.0.7'
let api: ApiRig
beforeAll(async () => {
  // As they are by default, but for the messages, of which a test would need many.
  api = await startApi({ LIMIT_MESSAGES: '', LIMIT_REQUESTS: '100', TRUSTED_PROXIES: '10.0.0.0/8' })
})
afterAll(() => api?.close())

/** A request from `peer`, which says that it passes on one from `forwardedFor`. */
async function from(peer: string, { path = '/api/v1/models', forwardedFor = '', ...init } = {}) {
  const request = new Request(`http://localhost${path}`, init as RequestInit)
  if (forwardedFor) request.headers.set('x-forwarded-for', forwardedFor)
  return api.app.http.fetch(request, { incoming: { socket: { remoteAddress: peer } } })
}

async function uses(count: number, ...args: Parameters<typeof from>): Promise<number[]> {
  return Promise.all(Array.from({ length: count }, async () => (await from(...args)).status))
}

test('by default a session sends 20 messages a minute; the next one is told when to come again', async () => {
  const ada = await api.visitor()
  const say = (who: typeof ada, n: number) =>
    from(`192.0.2.${n}`, {
      path: `${who.path}/messages`,
      ...{ method: 'POST', body: JSON.stringify({ text: `m${n}` }) },
      ...{ headers: { 'content-type': 'application/json', authorization: `Bearer ${who.token}` } },
    } as object)
  for (let n = 1; n <= 20; n++) expect((await say(ada, n)).status).toBe(201)
  const refused = await say(ada, 21)
  expect(refused.status).toBe(429)
  expect(refused.headers.get('content-type')).toBe('application/problem+json')
  const seconds = Number(refused.headers.get('retry-after'))
  expect(seconds).toBeGreaterThanOrEqual(1)
  expect(seconds).toBeLessThanOrEqual(60)
  expect(await refused.json()).toMatchObject({
    type: '/problems/rate-limited',
    detail: expect.stringMatching(/more than 20 messages a minute/),
  })
  expect((await say(await api.visitor(), 22)).status).toBe(201)
})

test('a message or a request for a person sent again costs nothing, not even past the limit', async () => {
  const { path, token } = await api.visitor()
  const say = (clientId: string) => api.call(`${path}/messages`, { token, body: { clientId, text: 'Hello' } })
  const ask = (key: string) =>
    api.call(`${path}/handoff`, { token, body: { note: 'Please' }, headers: { 'idempotency-key': key } })
  const first = await say('m1')
  for (let n = 2; n <= 20; n++) expect((await say(`m${n}`)).status).toBe(201)
  expect((await say('m21')).status).toBe(429)
  const again = await say('m1')
  expect([again.status, again.json]).toEqual([200, first.json])
  // Who wrote too much may still ask for a person.
  for (let n = 1; n <= 20; n++) expect((await ask(`h${n}`)).status).toBe(201)
  const refused = await ask('h21')
  expect([refused.status, refused.json.detail]).toEqual([
    429,
    expect.stringMatching(/20 requests for a person/),
  ])
  expect((await ask('h1')).status).toBe(200)
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from handoffs where conversation_id = ${path.split('/').at(-1)}`.execute(
    api.app.storage.database.sql,
  )
  expect(rows[0]?.count).toBe(20)
})

test("a bot's own limit wins over the server's", async () => {
  await createBot(api.app.storage.database, {
    ...{ id: 'bot_strict', workspaceId: api.app.workspaceId },
    settings: { limits: { messagesPerMinute: 2 } },
  })
  const { json } = await api.call('/api/v1/conversations', { body: { botId: 'bot_strict' } })
  const path = `/api/v1/conversations/${json.conversation.id}/messages`
  const say = () => api.call(path, { token: json.sessionToken, body: { text: 'Hello' } })
  expect([(await say()).status, (await say()).status]).toEqual([201, 201])
  const refused = await say()
  expect([refused.status, refused.json.detail]).toEqual([429, expect.stringMatching(/than 2 messages/)])
})

test('an address makes 100 requests a minute; others and the health checks go on', async () => {
  expect(await uses(100, '198.51.100.1')).toEqual(Array(100).fill(401))
  const refused = await from('198.51.100.1', { headers: { origin: 'https://shop.example' } } as object)
  expect(refused.status).toBe(429)
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1)
  expect((await from('198.51.100.2')).status).toBe(401)
  expect((await from('198.51.100.1', { path: '/healthz' })).status).toBe(200)
  // A page of another site may read how long it has to wait.
  expect(refused.headers.get('access-control-allow-origin')).toBe('*')
  expect(refused.headers.get('access-control-expose-headers')).toBe('Retry-After')
})

test('who has the admin token is not counted, so a long job can be watched; a wrong token is', async () => {
  const asking = (token: string) => ({ headers: { authorization: `Bearer ${token}` } }) as object
  expect(await uses(250, '198.51.100.3', asking(api.app.adminToken))).toEqual(Array(250).fill(200))
  expect(await uses(100, '198.51.100.3', asking(`${api.app.adminToken}x`))).toEqual(Array(100).fill(401))
  expect((await from('198.51.100.3', asking('guess'))).status).toBe(429)
  expect((await from('198.51.100.3', asking(api.app.adminToken))).status).toBe(200)
})

test('nobody gets away by writing X-Forwarded-For themselves', async () => {
  for (let n = 0; n < 100; n++) await from('203.0.113.1', { forwardedFor: `192.0.2.${n}` })
  expect((await from('203.0.113.1', { forwardedFor: '192.0.2.200' })).status).toBe(429)
})

test('behind a trusted proxy each client has its own count, by the last address that no proxy of ours wrote', async () => {
  await uses(100, proxy, { forwardedFor: '6.6.6.6, 203.0.113.2' })
  expect((await from(proxy, { forwardedFor: '7.7.7.7, 203.0.113.2' })).status).toBe(429)
  expect((await from(proxy, { forwardedFor: '203.0.113.2, 10.9.9.9' })).status).toBe(429)
  expect((await from(proxy, { forwardedFor: '203.0.113.3' })).status).toBe(401)
})
