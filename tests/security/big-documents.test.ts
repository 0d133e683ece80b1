import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { pdfOf } from '../support/pdf.ts'
import { startWebSite, type WebSite } from '../support/web-site.ts'
import { type Answer, type ApiRig, startApi } from './api-rig.ts'

const LIMIT = 5 * 1024 * 1024

let api: ApiRig
let site: WebSite

beforeAll(async () => {
  site = await startWebSite({})
  api = await startApi({ FETCH_ALLOW: site.allow })
}, 60_000)
afterAll(async () => {
  await api?.close()
  await site?.close()
})

const admin = (path: string, body?: unknown): Promise<Answer> =>
  api.call(`/api/v1${path}`, { token: api.app.adminToken, ...(body === undefined ? {} : { body }) })

/** Adds a source, reads it to the end and gives it back as it is then. */
async function read(source: object) {
  const added = await admin('/sources', source)
  expect(added.status, added.text).toBe(201)
  await api.app.settle()
  return (await admin(`/sources/${added.json.source.id}`)).json.source
}

const small = (topic: string) => `# ${topic}\n\nAbout ${topic} you can read everything on this page.\n`
const tooLarge = () => small('Too large').padEnd(LIMIT + 1, ' ')

test('with nothing to answer from the program is ready and refuses clearly, offering a person', async () => {
  const ready = await api.call('/readyz')
  expect(ready.status, ready.text).toBe(200)
  const { json } = await admin('/ask', { question: 'How long do refunds take?' })
  expect(json.decision.kind).toBe('refused')
  const { path, token } = await api.visitor()
  await api.call(`${path}/messages`, { token, body: { text: 'How long do refunds take?' } })
  await api.app.settle()
  const { messages } = (await api.call(`${path}/messages`, { token })).json
  expect(messages).toHaveLength(2)
  expect(messages[1]).toMatchObject({ author: 'bot', content: { decision: 'refused', offerPerson: true } })
  expect(messages[1].text.length).toBeGreaterThan(20)
  const asked = await api.call(`${path}/handoff`, { token, body: {} })
  expect(asked.json.conversation.holder).toBe('queue')
})

test('in a folder a page of one byte over 5 MB fails alone, with the reason, and its neighbours are read', async () => {
  const folder = join(api.folder, 'docs')
  mkdirSync(folder)
  writeFileSync(join(folder, 'a.md'), small('Returns'))
  writeFileSync(join(folder, 'b.md'), tooLarge())
  writeFileSync(join(folder, 'c.md'), small('Deliveries'))
  const source = await read({ kind: 'folder', location: folder })
  expect(source).toMatchObject({ state: 'ready', pages: 2 })
  expect(source.failures).toEqual([
    {
      path: 'b.md',
      reason: 'The page is too large: 5,242,881 bytes, and at most 5,242,880 (5 MB) are read.',
    },
  ])
})

test('on a web site a page of one byte over 5 MB fails alone, with the reason', async () => {
  const page = (topic: string) =>
    `<html><title>${topic}</title><main><h1>${topic}</h1><p>About ${topic}.</p></main></html>`
  site.pages['/'] =
    '<main><h1>Help</h1><p>Read on.</p><a href="/a">a</a> <a href="/b">b</a> <a href="/c">c</a></main>'
  site.pages['/a'] = page('Returns')
  site.pages['/b'] = page('Too large').padEnd(LIMIT + 1, ' ')
  site.pages['/c'] = page('Deliveries')
  const source = await read({ kind: 'url', location: `${site.origin}/` })
  expect(source).toMatchObject({ state: 'ready', pages: 3 })
  expect(source.failures).toEqual([
    { path: `${site.origin}/b`, reason: expect.stringMatching(/(large|more than|5 MB|5,242,880)/) },
  ])
})

test('a pasted text over the limit is refused with the limit in the reason, in characters and in bytes', async () => {
  const limit = 5_000_000
  const paste = (text: string) => admin('/sources', { kind: 'text', location: 'pasted.md', text })
  for (const text of ['x'.repeat(limit + 1), 'é'.repeat(limit / 2 + 1)])
    expect(await paste(text)).toMatchObject({
      status: 422,
      json: { detail: expect.stringMatching(/^text: must be at most 5000000 (bytes|characters)/) },
    })
  expect((await paste('é'.repeat(limit))).status).toBe(413)
  const { sources } = (await admin('/sources')).json
  expect(sources.some(({ kind }: { kind: string }) => kind === 'text')).toBe(false)
})

test('a PDF of 200 pages is read with its progress shown, and answers from page 150', async () => {
  const file = join(api.folder, 'manual.pdf')
  const topic = (page: number) =>
    page === 150
      ? ['The Zephyr kettle', 'The Zephyr kettle is descaled with citric acid every six weeks.']
      : Array.from(
          { length: 30 },
          (_, line) => `Rule ${page}.${line} tells what a clerk does in case ${page * 30 + line}.`,
        )
  writeFileSync(file, pdfOf(Array.from({ length: 200 }, (_, index) => topic(index + 1))))
  const added = await admin('/sources', { kind: 'file', location: file })
  await api.app.settle()
  const job = (await admin(`/jobs/${added.json.job.id}`)).json
  expect(job).toMatchObject({ state: 'done', progress: { failed: 0, note: expect.any(String) } })
  expect(job.progress.done).toBeGreaterThan(0)
  const source = (await admin(`/sources/${added.json.source.id}`)).json.source
  expect(source).toMatchObject({ state: 'ready', pages: 1, failures: [] })
  expect(source.passages).toBeGreaterThanOrEqual(100)
  const { json } = await admin('/ask', {
    question: 'How often is the Zephyr kettle descaled with citric acid?',
  })
  expect(json.decision.kind, JSON.stringify(json.decision)).toBe('answered')
  expect(JSON.stringify(json.decision)).toContain('every six weeks')
  expect(json.decision.citations[0].url).toMatch(/#page=150$/)
  const shown = await api.call(
    json.decision.citations[0].url
      .replace(/^https?:\/\/[^/]+/, '/')
      .replace(/^\/*/, '/')
      .split('#')[0],
  )
  expect(shown.text).toContain('id="page=150"')
}, 60_000)
