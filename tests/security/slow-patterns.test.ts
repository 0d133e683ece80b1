import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { renderInline } from '../../src/api/pages/render-inline.ts'
import { createDocumentParser, type DocumentParser } from '../../src/knowledge/parse/parse-in-worker.ts'
import { splitSentences } from '../../src/knowledge/passages/sentences.ts'
import { matchesGlob } from '../../src/knowledge/sources/glob.ts'
import { type ApiRig, busyDuring, startApi } from './api-rig.ts'
import { sharedRows } from './shared-rows.ts'

const shared = sharedRows<{ id: string; family: string; input: string }>('slow_pattern_strings.jsonl')
const words = 'We open at nine and close at five on each day of the week but Sunday. '
const harmless = (length: number) => words.repeat(Math.ceil(length / words.length)).slice(0, length)

/** How many times longer than a harmless text of its length a text may take; ours take up to about ten times. */
const TIMES = 60
/** What a harmless text is counted as at least, since a clock tells little of less. */
const LEAST_MS = 50
/** As the rows ask of each reader, and for how long nobody else is served. */
const HELD_MS = 100

/** The middle of three times, in milliseconds. */
async function timeOf(work: () => unknown): Promise<number> {
  const times: number[] = []
  for (let run = 0; run < 3; run++) {
    const started = performance.now()
    await work()
    times.push(performance.now() - started)
  }
  return times.sort((a, b) => a - b)[1] as number
}

describe('documents that are made to be slow', () => {
  let parser: DocumentParser
  const base = new Map<string, number>()
  beforeAll(async () => {
    parser = createDocumentParser({ timeoutMs: 20_000 })
    for (const path of ['a.md', 'a.html', 'a.csv']) {
      await parse(harmless(1000), path)
      base.set(path, await timeOf(() => parse(harmless(200_000), path)))
    }
  }, 60_000)
  afterAll(() => parser?.close())
  const parse = (text: string, path: string) => parser.parse(new TextEncoder().encode(text), { path })

  for (const { id, family, input } of shared)
    for (const path of ['a.md', 'a.html', 'a.csv'])
      test(`${id} (${family}) as ${path} is read or refused in bounded time`, async () => {
        const limit = Math.max(LEAST_MS, await timeOf(() => parse(harmless(input.length), path))) * TIMES
        expect(await timeOf(() => parse(input, path))).toBeLessThan(limit)
      })

  /** `refused`: told to be nested too deeply before anything is parsed. */
  const documents: [name: string, path: string, text: string, result: 'refused' | 'read'][] = [
    ['50,000 quotes in a quote', 'a.md', '>'.repeat(50_000), 'refused'],
    ['quotes and lists in each other', 'a.md', '> - 1. '.repeat(20_000), 'refused'],
    ['numbered lists in each other', 'a.md', '1. '.repeat(50_000), 'refused'],
    ['300,000 nested elements', 'a.html', '<div>'.repeat(300_000), 'refused'],
    ['tables in tables', 'a.html', '<table><tr><td>'.repeat(50_000), 'refused'],
    ['formatting that is never closed', 'a.html', '<b>'.repeat(100_000), 'refused'],
    ['a rule of many stars', 'a.md', `Before.\n\n${'* '.repeat(2_000)}\n\nAfter.`, 'read'],
    ['200,000 opening brackets', 'a.md', '['.repeat(200_000), 'read'],
    ['brackets in brackets', 'a.md', `${'[['.repeat(50_000)}${']]'.repeat(50_000)}`, 'read'],
    ['links that do not end', 'a.md', '[a]('.repeat(50_000), 'read'],
    ['keys within keys in front matter', 'a.md', `---\n${'? '.repeat(30_000)}\n---\nText.`, 'read'],
    ['pairs of emphasis', 'a.md', '*a_'.repeat(60_000), 'read'],
    ['paragraphs that are never closed', 'a.html', '<p>word '.repeat(25_000), 'read'],
    ['attributes without end', 'a.html', `<p>word<a ${'a '.repeat(90_000)}`, 'read'],
    ['tags without end', 'a.html', `<p>word</p>${'<a '.repeat(60_000)}`, 'refused'],
  ]
  test.each(documents)('%s (%s)', async (_, path, text, result) => {
    const started = performance.now()
    const parsed = await parse(text, path)
    const took = performance.now() - started
    if (result === 'refused')
      expect(parsed).toEqual({ ok: false, reason: 'The document is nested too deeply to be read.' })
    else expect(parsed.ok, parsed.ok ? '' : parsed.reason).toBe(true)
    expect(took).toBeLessThan(Math.max(LEAST_MS, base.get(path) as number) * TIMES)
  })

  test('a line of 50,000 sentences is cut in bounded time', async () => {
    const usual = await timeOf(() => splitSentences(harmless(240_000)))
    for (const sentence of ['![a](', '! [a] ', 'a! ', 'One. '])
      expect(await timeOf(() => splitSentences(sentence.repeat(50_000)))).toBeLessThan(
        Math.max(LEAST_MS, usual) * TIMES,
      )
  })

  test('a page with as many links as a page can have keeps them', async () => {
    const list = Array.from({ length: 3_000 }, (_, n) => `- [Page ${n}](https://shop.example/p/${n})`)
    const parsed = await parse(list.join('\n'), 'links.md')
    expect(parsed.ok && JSON.stringify(parsed.page.blocks)).toContain(
      '[Page 2999](https://shop.example/p/2999)',
    )
  })
})

describe('the program stays free while it is given slow strings', () => {
  let api: ApiRig
  beforeAll(async () => {
    api = await startApi()
  }, 60_000)
  afterAll(() => api?.close())

  /** Given as much as a route takes, since a longer one is refused before it is read. */
  const sinks: Record<string, (text: string) => Promise<unknown>> = {
    async 'a message and its answer'(text) {
      const { path, token } = await api.visitor()
      const sent = await api.call(`${path}/messages`, { token, body: { text: text.slice(0, 4_000) } })
      expect([201, 422]).toContain(sent.status)
      await api.app.settle()
    },
    'an address': text => api.call(`/pages/${encodeURIComponent(text.toWellFormed()).slice(0, 8_000)}`),
    'the page a visitor is on': text => api.visitor({ url: text.slice(0, 2_000), title: text.slice(0, 500) }),
    'a proxy’s list of addresses': text =>
      api.call('/healthz', {
        headers: { 'x-forwarded-for': encodeURI(text.toWellFormed()).slice(0, 8_000) },
      }),
    'a pattern of a source': async text =>
      matchesGlob(text.slice(0, 2_000), text.replace(/[^a]/gu, '*').slice(0, 500)),
    'a rendered text': async text => renderInline(text),
  }
  for (const [name, send] of Object.entries(sinks))
    test.each(shared.map(({ id, input }) => [id, input]))(`${name}: %s`, async (_, input) => {
      await send(harmless(1_000))
      const usual = await busyDuring(() => send(harmless(input.length)), HELD_MS)
      expect(await busyDuring(() => send(input), HELD_MS)).toBeLessThan(Math.max(HELD_MS, usual * TIMES))
    })

  test('pages of slow strings are read while the program answers, and shown in bounded time', async () => {
    for (const { id, input } of shared) {
      const text = `# ${input.slice(0, 3_000).replaceAll('\n', ' ')}\n\n${input}\n`
      const body = { kind: 'text', location: `${id}.md`, text }
      await api.call('/api/v1/sources', { token: api.app.adminToken, body })
    }
    await api.app.settle()
    const { json } = await api.call('/api/v1/sources', { token: api.app.adminToken })
    expect(json.sources).toHaveLength(shared.length)
    for (const { id, state, failures } of json.sources) {
      expect({ state, failures }).toEqual({ state: 'ready', failures: [] })
      const { json: listed } = await api.call(`/api/v1/sources/${id}/pages`, { token: api.app.adminToken })
      const show = () => api.call(`/pages/${listed.pages[0].id}`)
      expect(await busyDuring(show, HELD_MS)).toBeLessThan(HELD_MS * 5)
    }
  }, 60_000)
})
