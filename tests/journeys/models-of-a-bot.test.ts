import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createBot } from '../../src/accounts/index.ts'
import { type Staff, type StaffRig, startStaff } from '../accounts/staff-rig.ts'
import { startWireServer, type WireServer } from '../answers/wire-server.ts'

/** The server has a key of its own; two workspaces have theirs. */
const SERVERS = 'sk-of-the-server-0001'
const OURS = 'sk-of-the-first-workspace-0002'
const THEIRS = 'sk-of-the-other-workspace-0003'

let wire: WireServer
let rig: StaffRig
let other: { owner: Staff; botId: string }
let logged = ''

beforeAll(async () => {
  wire = await startWireServer()
  wire.set('openai', { says: 'Refunds take 5 days. [1]' })
  wire.set('compatible', { says: 'Refunds take 5 days. [1]' })
  rig = await startStaff({
    ...{ MODEL_ANSWER: 'openai:wire', OPENAI_API_KEY: SERVERS, OPENAI_BASE_URL: wire.url('openai') },
    COMPATIBLE_API_KEY: SERVERS,
  })
  const { database } = rig.app.storage
  const workspaceId = 'ws_b'
  await database.sql
    .insertInto('workspaces')
    .values({ id: workspaceId, name: 'Another brand', created_at: new Date() })
    .execute()
  const owner = await rig.member('owner', { workspaceId })
  const { id: botId } = await createBot(database, { workspaceId })
  other = { owner, botId }
  for (const staff of [rig.owner, owner]) {
    await staff.call('/api/v1/sources', {
      body: { kind: 'text', location: 'Refunds', text: '# Refunds\n\nRefunds take 5 days.\n' },
    })
    await change(staff, botOf(staff), { gateThreshold: 0 })
  }
  await rig.app.settle()
})
afterAll(async () => {
  await rig?.close()
  await wire?.close()
})
beforeEach(() => {
  wire.asked.length = 0
})

const botOf = (staff: Staff) => (staff === rig.owner ? rig.app.botId : other.botId)
const change = (staff: Staff, botId: string, body: object) =>
  staff.call(`/api/v1/bots/${botId}`, { method: 'PATCH', body })
const setKey = (staff: Staff, provider: string, value: string) =>
  staff.call(`/api/v1/secrets/${provider}-api-key`, { method: 'PUT', body: { value } })
const removeKey = (staff: Staff, provider: string) =>
  staff.call(`/api/v1/secrets/${provider}-api-key`, { method: 'DELETE' })

/** Asks, and gives the keys that models were asked with. */
async function keysAskedWith(staff: Staff): Promise<unknown[]> {
  wire.asked.length = 0
  const { status, text } = await staff.call('/api/v1/ask', {
    body: { question: 'How many days do refunds take?', botId: botOf(staff) },
  })
  expect(status, text).toBe(200)
  logged += text
  return wire.asked.map(({ key }) => key)
}

describe('the keys of a workspace', () => {
  test('are what its models are asked with from the next turn on, and never those of another', async () => {
    expect(await keysAskedWith(rig.owner)).toEqual([`Bearer ${SERVERS}`])
    await setKey(rig.owner, 'openai', OURS)
    expect(await keysAskedWith(rig.owner)).toEqual([`Bearer ${OURS}`])
    expect(await keysAskedWith(other.owner)).toEqual([`Bearer ${SERVERS}`])
    await setKey(other.owner, 'openai', THEIRS)
    expect(await keysAskedWith(other.owner)).toEqual([`Bearer ${THEIRS}`])
    expect(await keysAskedWith(rig.owner)).toEqual([`Bearer ${OURS}`])
  })

  test('give way to those of the server when they are removed', async () => {
    await removeKey(rig.owner, 'openai')
    expect(await keysAskedWith(rig.owner)).toEqual([`Bearer ${SERVERS}`])
    expect(await keysAskedWith(other.owner)).toEqual([`Bearer ${THEIRS}`])
  })

  test('stand in no answer, trace, event, audit line or list', async () => {
    const { database } = rig.app.storage
    const tables = await Promise.all(
      (['traces', 'events', 'audit_log', 'bots', 'secrets'] as const).map(table =>
        database.sql.selectFrom(table).selectAll().execute(),
      ),
    )
    const lists = await Promise.all(
      ['models', 'secrets', 'bots', 'audit.jsonl'].map(
        async path => (await other.owner.call(`/api/v1/${path}`)).text,
      ),
    )
    const seen = JSON.stringify(tables) + lists.join('') + logged
    for (const key of [SERVERS, OURS, THEIRS]) expect(seen).not.toContain(key)
  })
})

describe('the models of a bot', () => {
  test('are what it names, and the server sees it in the list and in the trace', async () => {
    await change(rig.owner, rig.app.botId, { models: { answer: ['openai:another'] } })
    await keysAskedWith(rig.owner)
    expect(JSON.parse(wire.asked[0]!.body)).toMatchObject({ model: 'another' })
    const { json } = await rig.owner.call('/api/v1/models')
    expect(json).toMatchObject({
      language: { answer: ['openai:another'], judge: [] },
      server: { answer: ['openai:wire'] },
      keys: { openai: 'server', groq: 'none' },
    })
    const { data } = await rig.app.storage.database.sql
      .selectFrom('traces')
      .select('data')
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow()
    expect(data).toMatchObject({ models: [{ task: 'answer', model: 'openai:another' }] })
  })

  test('may be none, and then the pages are quoted', async () => {
    await change(rig.owner, rig.app.botId, { models: { answer: [] } })
    expect(await keysAskedWith(rig.owner)).toEqual([])
  })

  test('without any key are passed over, and the trace says so', async () => {
    await change(rig.owner, rig.app.botId, { models: { answer: ['groq:wire', 'openai:wire'] } })
    expect(await keysAskedWith(rig.owner)).toEqual([`Bearer ${SERVERS}`])
    await change(rig.owner, rig.app.botId, { models: { answer: null } })
  })

  test('are not at an address that the server does not open, nor does a server’s key go to another', async () => {
    const refused = await change(rig.owner, rig.app.botId, {
      modelAddresses: { compatible: 'http://127.0.0.1:9/v1' },
    })
    expect(refused.status).toBe(422)
    expect(refused.json.detail).toContain('FETCH_ALLOW')
    const own = { compatible: wire.url('compatible') }
    const models = { answer: ['compatible:wire'] }
    expect((await change(rig.owner, rig.app.botId, { modelAddresses: own, models })).status).toBe(200)
    expect(await keysAskedWith(rig.owner)).toEqual([undefined])
    await setKey(rig.owner, 'compatible', OURS)
    expect(await keysAskedWith(rig.owner)).toEqual([`Bearer ${OURS}`])
    const back = { modelAddresses: { compatible: null }, models: { answer: null } }
    await change(rig.owner, rig.app.botId, back)
  })
})

describe('a trial of a model', () => {
  const tryIt = (model: string, staff = rig.owner) =>
    staff.call(`/api/v1/bots/${botOf(staff)}/model-trial`, { body: { model } })

  test.each([
    ['a wrong key', { status: 401 }, 'refused-key'],
    ['an unknown model', { status: 404 }, 'unknown-model'],
    ['a limit', { status: 429 }, 'rate-limited'],
    ['a provider that is out of order', { status: 503 }, 'server-error'],
  ] as const)('tells of %s, and never what the provider said', async (_name, behaves, problem) => {
    wire.set('openai', behaves)
    const { json, text } = await tryIt('openai:wire')
    expect(json).toMatchObject({ works: false, problem })
    expect(text).not.toContain('not now')
  })

  test('tells that there is no key, and that it works', async () => {
    expect((await tryIt('groq:wire')).json).toMatchObject({ works: false, problem: 'no-key' })
    wire.set('openai', { says: 'ready' })
    expect((await tryIt('openai:wire')).json).toMatchObject({ works: true, problem: null })
    const foreign = await rig.owner.call(`/api/v1/bots/${other.botId}/model-trial`, {
      body: { model: 'openai:wire' },
    })
    expect(foreign.status).toBe(404)
  })

  test('is limited in a minute', async () => {
    let status = 200
    for (let calls = 0; calls < 13 && status === 200; calls++)
      status = (await tryIt('groq:wire', other.owner)).status
    expect(status).toBe(429)
  })
})
