import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Answer, type ApiRig, busyDuring, startApi } from './api-rig.ts'
import { sharedRows } from './shared-rows.ts'

const rows = sharedRows<{ id: string; b64: string }>('naughty_strings.jsonl')

/** What these rows leave out and a database or a file system trips over. */
const own = [
  ...['\u0000', 'a\u0000b', '\ud800', 'x\udc00y', '\ufeff', '\ufeffhello', '__proto__', '', ' '],
  'x'.repeat(30_000),
  // No two characters alike: neither compressed nor short enough for the index of a database.
  Array.from({ length: 1900 }, (_, index) => String.fromCharCode(0x4e00 + index * 7)).join(''),
]

const strings = [
  ...rows.map(({ id, b64 }) => ({ id, text: Buffer.from(b64, 'base64').toString('utf8') })),
  ...own.map((text, index) => ({ id: `own ${index + 1}`, text })),
]

/** Longer than this and everyone else who is served waits. */
const HELD_MS = 250

let api: ApiRig
let neighbour: { path: string; token: string; before: string }

beforeAll(async () => {
  api = await startApi()
  const { path, token } = await api.visitor({ title: 'Neighbour' })
  await api.call(`${path}/messages`, { token, body: { clientId: 'first', text: 'I was here before.' } })
  await api.app.settle()
  neighbour = { path, token, before: '' }
  neighbour.before = await neighbourNow()
}, 60_000)
afterAll(() => api?.close())

const neighbourNow = async () =>
  JSON.stringify([
    (await api.call(neighbour.path, { token: neighbour.token })).json,
    (await api.call(`${neighbour.path}/messages`, { token: neighbour.token })).json.messages,
  ])

/** Refused: a 4xx that says why. */
function refused({ status, type, json }: Answer): boolean {
  if (status < 400) return false
  expect(status, JSON.stringify(json)).toBeLessThan(500)
  expect(type).toContain('application/problem+json')
  expect(json.detail.length).toBeGreaterThan(5)
  return true
}

const asAdmin = () => ({ token: api.app.adminToken })

/** The places a stranger's or an operator's text can stand. Each sends it and, when it was taken, looks at what is kept. */
const places: Record<string, (text: string) => Promise<void>> = {
  async 'text of a message'(text) {
    const { path, token } = await api.visitor()
    const sent = await api.call(`${path}/messages`, { token, body: { clientId: 'm', text } })
    if (refused(sent)) return
    expect(sent.json.message.text).toBe(text)
    const kept = await api.call(`${path}/messages`, { token })
    expect(kept.json.messages[0].text).toBe(text)
    const asked = await api.app.storage.database.sql
      .selectFrom('messages')
      .select('text')
      .where('id', '=', sent.json.message.id)
      .executeTakeFirstOrThrow()
    expect(asked.text).toBe(text)
  },
  async 'page where the conversation starts'(text) {
    for (const field of ['title', 'url', 'referrer']) {
      const answer = await api.call('/api/v1/conversations', {
        body: { botId: api.app.botId, page: { [field]: text } },
      })
      if (refused(answer)) continue
      const { page } = await api.app.storage.database.sql
        .selectFrom('conversations')
        .select('page')
        .where('id', '=', answer.json.conversation.id)
        .executeTakeFirstOrThrow()
      expect(page).toEqual({ [field]: text })
    }
  },
  async 'note and address of a handoff'(text) {
    const { id, path, token } = await api.visitor()
    for (const body of [{ note: text }, { email: text }]) {
      if (refused(await api.call(`${path}/handoff`, { token, body }))) continue
      const { note, email } = await api.app.storage.database.sql
        .selectFrom('handoffs')
        .select(['note', 'email'])
        .where('conversation_id', '=', id)
        .orderBy('requested_at', 'desc')
        .orderBy('id', 'desc')
        .executeTakeFirstOrThrow()
      expect(body.note === undefined ? email : (note ?? '')).toBe(text)
    }
  },
  async 'comment of a rating'(text) {
    const { path, token } = neighbour
    const { json } = await api.call(`${path}/messages`, { token })
    const answer = json.messages.find(({ author }: { author: string }) => author === 'bot')
    const rate = `${path}/messages/${answer.id}/rating`
    refused(await api.call(rate, { method: 'PUT', token, body: { rating: 'up', comment: text } }))
    await api.call(rate, { method: 'PUT', token, body: { rating: null } })
  },
  async 'Idempotency-Key'(text) {
    // A header is bytes: what an HTTP server makes of the string's UTF-8.
    const key = Buffer.from(text).toString('latin1')
    if (/[\0\r\n]/.test(key)) return
    const started = await api.call('/api/v1/conversations', {
      body: { botId: api.app.botId },
      headers: { 'idempotency-key': key },
    })
    refused(started)
    const { path, token } = await api.visitor()
    const sent = await api.call(`${path}/messages`, {
      token,
      body: { text: 'hello' },
      headers: { 'idempotency-key': key },
    })
    if (!refused(sent)) expect(sent.json.message.clientId).toBe(key.trim())
  },
  async 'part of a path or a query'(text) {
    const part = encodeURIComponent(text.toWellFormed())
    const { path, token } = await api.visitor()
    for (const address of [
      `/api/v1/bots/${part}/settings`,
      `/api/v1/conversations/${part}`,
      `${path}/messages?after=${part}&limit=${part}`,
      `/pages/${part}`,
      `/widget/${part}`,
      `/shop/${part}`,
      `/${part}`,
    ])
      expect((await api.call(address, { token })).status, address).toBeLessThan(500)
    for (const address of ['sources', 'jobs', 'traces'])
      expect((await api.call(`/api/v1/${address}/${part}`, asAdmin())).status, address).toBeLessThan(500)
    const pages = await api.call(`/api/v1/sources/${part}/pages?after=${part}`, asAdmin())
    expect(pages.status).toBeLessThan(500)
  },
  async 'bearer token'(text) {
    const token = Buffer.from(text).toString('latin1')
    if (/[\0\r\n]/.test(token)) return
    expect((await api.call(neighbour.path, { token })).status).toBe(401)
    expect((await api.call('/api/v1/sources', { token })).status).toBe(401)
  },
  async 'name, company and greeting of a bot'(text) {
    for (const field of ['name', 'companyName', 'greeting', 'instructions']) {
      const path = `/api/v1/bots/${api.app.botId}`
      const changed = await api.call(path, { ...asAdmin(), method: 'PATCH', body: { [field]: text } })
      if (refused(changed)) continue
      const trimmed = field === 'name' || field === 'companyName' ? text.trim() : text
      expect(changed.json.settings[field], field).toBe(trimmed)
      if (field !== 'instructions') expect((await api.call(`${path}/settings`)).json[field]).toBe(trimmed)
    }
    const texts = { title: text, [text]: 'x' }
    refused(
      await api.call(`/api/v1/bots/${api.app.botId}`, { ...asAdmin(), method: 'PATCH', body: { texts } }),
    )
  },
  async 'question of an operator'(text) {
    refused(await api.call('/api/v1/ask', { ...asAdmin(), body: { question: text } }))
    const said = { role: 'visitor', text }
    refused(await api.call('/api/v1/ask', { ...asAdmin(), body: { question: 'hours?', history: [said] } }))
  },
  async 'folder of a source, with its patterns'(text) {
    for (const source of [
      { kind: 'folder', location: `${api.folder}/none/${text}` },
      { kind: 'url', location: text },
      { kind: 'folder', location: `${api.folder}/none-${randomUUID()}`, include: [text], exclude: [text] },
      { kind: 'folder', location: `${api.folder}/none-${randomUUID()}`, schedule: text, language: text },
    ]) {
      const added = await api.call('/api/v1/sources', { ...asAdmin(), body: source })
      if (!refused(added))
        await api.call(`/api/v1/sources/${added.json.source.id}`, { ...asAdmin(), method: 'DELETE' })
    }
  },
}

for (const [place, send] of Object.entries(places))
  describe(`${place}: each naughty string is kept as it is or refused`, () => {
    test.each(strings)('$id', async ({ text }) => {
      expect(await busyDuring(() => send(text), HELD_MS)).toBeLessThan(HELD_MS)
    })
  })

test('a pasted text by a naughty name, with naughty words, is read and shown as it is, or refused', async () => {
  const added: { id: string; text: string; location: string }[] = []
  for (const { id, text } of strings) {
    const named = `${id} ${text}`.slice(0, 1900)
    const body = {
      kind: 'text',
      location: named,
      text: `# Naughty ${id}\n\nSays:\n\n\`\`\`\n${text}\n\`\`\`\n`,
    }
    const answer = await api.call('/api/v1/sources', { ...asAdmin(), body })
    if (refused(answer)) continue
    expect(answer.json.source.location).toBe(named)
    added.push({ id: answer.json.source.id, text, location: named })
  }
  expect(added.length).toBeGreaterThan(rows.length * 0.9)
  await api.app.settle()
  for (const { id, location } of added) {
    const { json } = await api.call(`/api/v1/sources/${id}`, asAdmin())
    expect(json.source).toMatchObject({ location, state: 'ready', pages: 1, failures: [] })
    const { json: listed } = await api.call(`/api/v1/sources/${id}/pages`, asAdmin())
    expect(listed.pages[0].path).toBe(location)
    expect((await api.call(`/pages/${listed.pages[0].id}`)).status).toBe(200)
  }
}, 240_000)

test('a schedule that cannot be kept is refused', async () => {
  for (const schedule of ['tomorrow', '* * * * *', '61 4 * * *']) {
    const body = { kind: 'folder', location: `${api.folder}/none-${randomUUID()}`, schedule }
    const answer = await api.call('/api/v1/sources', { ...asAdmin(), body })
    expect(answer).toMatchObject({ status: 422, json: { detail: expect.stringContaining('schedule') } })
  }
})

test('bytes that are no UTF-8 are refused, not stored as something else', async () => {
  const { path, token } = await api.visitor()
  const bytes = Buffer.concat([Buffer.from('{"text":"'), Buffer.of(0xff, 0xfe), Buffer.from('"}')])
  const answer = await api.call(`${path}/messages`, { token, bytes })
  expect(answer).toMatchObject({ status: 400, json: { detail: 'The body is not UTF-8.' } })
})

test('afterwards every turn has ended, no job has died and the neighbour is as before', async () => {
  await api.app.settle()
  const { sql } = api.app.storage.database
  const dead = await sql.selectFrom('jobs').selectAll().where('state', '=', 'dead').execute()
  expect(dead.filter(({ kind }) => kind !== 'source.sync')).toEqual([])
  expect(await neighbourNow()).toBe(neighbour.before)
  expect((await api.call('/readyz')).status).toBe(200)
}, 120_000)
