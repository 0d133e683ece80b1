import { createHash, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Answer, type ApiRig, type Call, startApi } from '../security/api-rig.ts'
import { sharedRows } from '../security/shared-rows.ts'

interface Row {
  id: string
  role: string
  object: string
  verb: string
  expect: 'allow' | 'deny' | 'deny-or-policy'
}

/**
 * The matrix says who may do what in the whole product. These of its roles exist by now; the owner is whoever has the
 * admin token. Members, API keys, a second organisation, webhooks and tools of a language model come with the desk.
 */
const roles = ['nobody', 'visitor-A1', 'visitor-A2', 'visitor-A1-stale-token', 'owner-A']
const rolesToCome = [
  ...['operator-A', 'operator-A-removed', 'admin-A', 'operator-B', 'owner-B'],
  ...['api-key-A-read', 'api-key-A-write', 'api-key-revoked', 'webhook-sender', 'llm-tool'],
]

type Request = [path: string, call?: Call]

/**
 * What a verb on an object is by now. What is not here has no route: nobody can do it, so a row that denies it holds
 * and a row that allows it waits. Starting a conversation is not here, since that is how nobody becomes a visitor, nor
 * is `/metrics`, which is open and for the network to close.
 */
function requestsOf(place: { A1: string; A2: string; source: string; folder: string }) {
  const conversation = (path: string): Record<string, Request> => ({
    read: [path],
    subscribe: [`${path}/events?after=0`, { method: 'HEAD' }],
  })
  const text = { kind: 'text', location: 'Prices', text: 'Delivery costs 5 euros.' }
  const { source } = place
  return {
    'conversation-A1': conversation(place.A1),
    'conversation-A2': conversation(place.A2),
    'message-A1': {
      list: [`${place.A1}/messages`],
      read: [`${place.A1}/messages?after=0&limit=1`],
      create: [`${place.A1}/messages`, { body: { text: 'Hello' } }],
      subscribe: [`${place.A1}/events?after=0`, { method: 'HEAD' }],
    },
    'kb-source-A': {
      list: ['/api/v1/sources'],
      read: [source],
      create: ['/api/v1/sources', { body: text }],
      update: [`${source}/sync`, { method: 'POST' }],
      delete: [source, { method: 'DELETE' }],
    },
    'kb-chunk-A': {
      list: [`${source}/pages`],
      search: ['/api/v1/ask', { body: { question: 'When are you open?' } }],
    },
    'settings-A': {
      read: ['/api/v1/bots'],
      list: ['/api/v1/bots'],
      update: ['/api/v1/bots/bot_demo', { method: 'PATCH', body: { greeting: 'Hello' } }],
    },
    'backup-A': { create: ['/api/v1/backups', { body: { folder: place.folder } }] },
  } satisfies Record<string, Record<string, Request>> as Record<string, Record<string, Request>>
}

/** Denied although the object exists and the matrix allows it: waits for the desk, where staff read conversations. */
const waits = ({ role, object }: Row) => role === 'owner-A' && /^(conversation|message)-/.test(object)

const rows = sharedRows<Row>('access_matrix.jsonl')
let api: ApiRig
let requests: Record<string, Record<string, Request>>
let tokens: Record<string, string | undefined>

beforeAll(async () => {
  api = await startApi()
  const [A1, A2] = [await api.visitor(), await api.visitor()]
  const fresh = randomBytes(32).toString('base64url')
  await api.app.storage.database.sql
    .updateTable('conversations')
    .set({ session_hash: createHash('sha256').update(fresh).digest('hex') })
    .where('id', '=', A1.id)
    .execute()
  tokens = {
    ...{ nobody: undefined, 'visitor-A1': fresh, 'visitor-A2': A2.token },
    ...{ 'visitor-A1-stale-token': A1.token, 'owner-A': api.app.adminToken },
  }
  const added = await api.call('/api/v1/sources', {
    token: api.app.adminToken,
    body: { kind: 'text', location: 'Hours', text: 'We are open from 9 to 17.' },
  })
  const source = `/api/v1/sources/${added.json.source.id}`
  requests = requestsOf({ A1: A1.path, A2: A2.path, source, folder: `${api.folder}/backup` })
})
afterAll(() => api?.close())

const hasWay = ({ object, verb }: Row) => requests[object]?.[verb] !== undefined

const ask = ({ role, object, verb }: Row): Promise<Answer> | undefined => {
  const request = requests[object]?.[verb]
  return request && api.call(request[0], { ...request[1], token: tokens[role] })
}

test.runIf(rows.length > 0)('the matrix holds no role that this test does not know', () => {
  expect([...new Set(rows.map(({ role }) => role))].sort()).toEqual([...roles, ...rolesToCome].sort())
})

describe.each(roles)('%s', role => {
  const own = rows.filter(row => row.role === role)

  test.runIf(own.length > 0)('is refused what the matrix denies, and learns nothing from how', async () => {
    const denied = own.filter(row => row.expect === 'deny' && hasWay(row))
    if (role !== 'owner-A') expect(denied.length).toBeGreaterThanOrEqual(12)
    for (const row of denied) {
      const { status, type } = (await ask(row))!
      const isTheirs = /^visitor-A\d$/.test(role) && /^(conversation|message)-/.test(row.object)
      expect(status, `${row.id} ${row.verb} ${row.object}`).toBe(isTheirs ? 404 : 401)
      expect(type).toBe('application/problem+json')
    }
  })

  test.runIf(own.length > 0)('may do what the matrix allows, as far as there is a way', async () => {
    const allowed = own.filter(row => row.expect === 'allow' && hasWay(row))
    const last = (row: Row) => Number(row.verb === 'delete')
    for (const row of allowed.sort((a, b) => last(a) - last(b))) {
      const { status } = (await ask(row))!
      const what = `${row.id} ${row.verb} ${row.object}`
      if (waits(row)) expect(status, what).toBe(401)
      else expect([200, 201, 202, 204], what).toContain(status)
    }
  })
})
