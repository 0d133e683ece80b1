import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Asked, Source } from '../../src/contract/operator-api.ts'
import { filesOf, readCatalogue } from '../../src/models/index.ts'
import { packageRoot } from '../../src/platform/paths.ts'
import { careline, type RunningServer, startServer, tempFolder } from '../support/program.ts'
import { startWebSite } from '../support/web-site.ts'

/** The commands as an owner uses them, each a process of its own, against one running server. */

const tea = `# Black tea

## Brewing

Brew black tea for **four minutes** in water of 96 degrees.

## Price

A tin of black tea costs 12 euros.
`
const tin = `# The tin

## Return a tin

You can return an unopened tin within 30 days of delivery.
`

// Each command is a process that opens database and model; on a busy machine a test of several takes its time.
describe('the commands', { timeout: 240_000 }, () => {
  const folder = tempFolder()
  const pages = join(folder.path, 'pages')
  const dataDir = join(folder.path, 'data')
  let server: RunningServer
  const run = (args: string[], input?: string) =>
    careline([...args, '--data-dir', dataDir], input === undefined ? {} : { input })
  const api = async <T>(path: string, init: RequestInit = {}) => {
    const token = readFileSync(join(dataDir, 'admin-token'), 'utf8').trim()
    const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' }
    return (await (await fetch(`${server.address}/api/v1${path}`, { ...init, headers })).json()) as T
  }
  const gateOf = async () => {
    const { bots } = await api<{ bots: { settings: { gateThreshold: number | null } }[] }>('/bots')
    return bots[0]!.settings.gateThreshold
  }

  beforeAll(async () => {
    mkdirSync(pages)
    writeFileSync(join(pages, 'tea.md'), tea)
    server = await startServer(dataDir, { env: { NO_EXAMPLE: 'true' } })
  })
  afterAll(async () => {
    await server?.end('SIGKILL')
    folder.remove()
  })

  it('say that there is nothing to answer from yet', async () => {
    const { code, err } = await run(['ask', 'How long do I brew black tea?'])
    expect([code, err]).toEqual([
      1,
      'careline: There are no pages to answer from yet. Add some with: careline ingest PATH|URL\n',
    ])
    expect((await run(['sources'])).out).toContain('careline ingest')
  })

  it('ingest a folder, show how far they are, and answer from it at once', async () => {
    const read = await run(['ingest', pages])
    expect(read.code).toBe(0)
    expect(read.out).toMatch(/^1 pages, \d+ passages, 0 could not be read\n/)
    expect(read.out).toContain('careline bot set name="..." company="..."')
    const asked = await run(['ask', 'How long do I brew black tea?'])
    expect(asked.code).toBe(0)
    expect(asked.out).toContain('four minutes')
    expect(asked.out).toMatch(/\[1\] Black tea\n {4}http:\/\/localhost:\d+\/pages\/\S+#brewing/)
    const page = await fetch(/http\S+/.exec(asked.out)![0])
    expect(await page.text()).toContain('96 degrees')
    const id = /trace: (\S+)/.exec(asked.out)![1]!
    const trace = await run(['trace', id])
    expect(trace.out).toMatch(/question {4}How long do I brew black tea\?[\s\S]*gate[\s\S]*times \(ms\)/)
    expect((await run(['trace', id, '--json'])).json()).toMatchObject({
      id,
      trace: { question: expect.any(String) },
    })
  })

  it('read again only what is new, and forget what was removed', async () => {
    writeFileSync(join(pages, 'tin.md'), tin)
    writeFileSync(join(pages, 'broken.pdf'), 'this is no PDF')
    const read = (await run(['ingest', pages, '--json'])).json<{ source: Source }>()
    expect(read.source).toMatchObject({ pages: 2, failures: [{ path: 'broken.pdf' }] })
    const { sources } = (await run(['sources', 'list', '--json'])).json<{ sources: Source[] }>()
    expect(sources).toEqual([read.source])
    expect((await run(['sources', 'sync', read.source.id])).out).toContain(`Read ${read.source.id} again.`)
    const added = await run(['sources', 'add', join(pages, 'tea.md'), '--json'])
    const { id } = added.json<{ source: Source }>().source
    expect((await run(['sources', 'remove', id])).code).toBe(0)
    expect((await run(['sources'])).out).not.toContain(id)
    const unknown = await run(['sources', 'remove', id])
    expect([unknown.code, unknown.err]).toEqual([
      1,
      expect.stringMatching(/^careline: There is no source .*\n$/),
    ])
  })

  it('keep to options that are given later, and leave the others as they were', async () => {
    const read = async (...args: string[]) =>
      (await run(['ingest', pages, ...args, '--json'])).json<{ source: Source }>().source
    expect(await read('--schedule', '0 4 * * *', '--exclude', 'tin*')).toMatchObject({
      pages: 1,
      settings: { schedule: '0 4 * * *', exclude: ['tin*'] },
    })
    expect(await read('--exclude', 'nothing')).toMatchObject({
      pages: 2,
      settings: { schedule: '0 4 * * *', exclude: ['nothing'] },
    })
    expect((await read()).settings).toEqual({ schedule: '0 4 * * *', exclude: ['nothing'] })
  })

  it('take a text that is piped in, and its next version in its place', async () => {
    const paste = (text: string, ...args: string[]) =>
      run(['ingest', '--text', 'Opening hours', ...args, '--json'], text)
    const first = (await paste('We open at nine.\n')).json<{ source: Source }>().source
    expect(first).toMatchObject({ kind: 'text', location: 'Opening hours', pages: 1 })
    const second = (await paste('We open at ten.\n', '--language', 'en')).json<{ source: Source }>().source
    expect(second).toMatchObject({ id: first.id, settings: { language: 'en' } })
    expect((await run(['ask', 'When do you open?'])).out).toContain('at ten')
    expect((await paste('  \n')).err).toContain('Nothing came on standard input')
    expect((await run(['ingest', pages, '--text', 'Both'])).err).toContain('either a path or URL, or --text')
    expect((await run(['ingest'])).err).toContain('either a path or URL, or --text')
    expect((await run(['sources', 'remove', first.id])).code).toBe(0)
  })

  it('refuse what the pages do not say, and say so to programs', async () => {
    const { decision } = (await run(['ask', 'What is the capital of Mongolia?', '--json'])).json<Asked>()
    expect(decision).toMatchObject({ kind: 'refused', offerPerson: true })
  })

  it('name the bot and the company it speaks for, and take a name back', async () => {
    const set = await run(['bot', 'set', 'name=Ada', 'company=Tea & Tin', 'starters=Is it hot?|Is it black?'])
    expect(set.out).toMatch(/name +Ada\ncompany +Tea & Tin\n[\s\S]*Is it hot\? \| Is it black\?/)
    expect((await run(['ask', 'Who are you?'])).out).toContain('I am Ada, the AI assistant of Tea & Tin.')
    expect((await run(['ingest', pages])).out).not.toContain('careline bot set')
    expect((await run(['bot', 'set', 'name=', 'company='])).code).toBe(0)
    expect((await run(['ask', 'Who are you?'])).out).toContain('I am an AI assistant. I answer')
    const wrong = await run(['bot', 'set', 'colour=red'])
    expect([wrong.code, wrong.err]).toEqual([1, expect.stringContaining('must be a colour such as #0a7c66')])
  })

  it('hold a conversation that is piped in', async () => {
    const text = await run(['chat'], 'What does a tin of black tea cost?\n\nCan I return the tin?\n')
    expect(text.code).toBe(0)
    expect(text.out).toMatch(/you> What does[\s\S]*12 euros[\s\S]*you> Can I return[\s\S]*30 days/)
    const lines = (await run(['chat', '--json'], 'What does a tin of black tea cost?')).out.trim().split('\n')
    expect(lines.map(line => (JSON.parse(line) as Asked).decision.kind)).toEqual(['answered'])
  })

  it('cannot open the data folder of the running server a second time', async () => {
    const { code, err } = await run(['start', '--port', '0'])
    expect(code).toBe(1)
    expect(err).toMatch(/^careline: \S+ is in use by process \d+ \(http:\S+\)\. Stop it first, .*\n$/)
    expect((await run(['migrate'])).err).toContain('is in use by process')
  })

  it('examine the installation and the models', async () => {
    const { findings } = (await run(['doctor', '--json'])).json<{
      findings: { what: string; state: string; detail: string }[]
    }>()
    expect(findings.find(({ what }) => what === 'index')?.detail).toMatch(
      /^\d+ of \d+ passages embedded with all-minilm-l6-v2$/,
    )
    expect(findings.filter(({ state }) => state === 'wrong')).toEqual([])
    expect((await run(['models'])).out).toMatch(/all-minilm-l6-v2 +embedding[\s\S]*answer +no language model/)
    expect((await run(['models', 'test', 'all-minilm-l6-v2'])).out).toContain('files as in the manifest')
    const pulled = await run(['models', 'pull', 'x', '--file', 'manifest.json=ftp://host/x'])
    expect([pulled.code, pulled.err]).toEqual([1, expect.stringContaining('must be path=url#sha256')])
  })

  it('pull a model of the catalogue by its id from a hub, and list it though its neighbour is broken', async () => {
    const carried = (path: string) => readFileSync(join(packageRoot, 'models/all-minilm-l6-v2', path))
    const [entry] = readCatalogue()
    const files = filesOf(entry!, '').map(({ path, url }) => [url, { body: carried(path) }])
    const hub = await startWebSite(Object.fromEntries(files))
    const own = ['--data-dir', join(folder.path, 'pulled')]
    const pulled = await careline(['models', 'pull', 'all-minilm-l6-v2', ...own], {
      env: { MODEL_HUB: hub.origin },
    })
    await hub.close()
    expect([pulled.code, pulled.out]).toEqual([0, expect.stringContaining('EMBEDDER=all-minilm-l6-v2')])
    mkdirSync(join(folder.path, 'pulled/models/broken'))
    writeFileSync(join(folder.path, 'pulled/models/broken/manifest.json'), '{')
    const listed = await careline(['models', ...own])
    expect([listed.code, listed.out]).toEqual([0, expect.stringContaining('pulled/models/all-minilm-l6-v2')])
    expect(listed.err).toContain('broken cannot be used')
  })

  it('score golden questions, and set the gate by them', async () => {
    const gold = join(folder.path, 'gold')
    mkdirSync(gold)
    cpSync(pages, join(gold, 'docs'), { recursive: true })
    const rows = [
      ['q1', 'How long do I brew black tea?', 'tea.md'],
      ['q2', 'What does a tin of black tea cost?', 'tea.md'],
      ['q3', 'Can I return an unopened tin?', 'tin.md'],
      ['q4', 'What is the capital of Mongolia?'],
      ['q5', 'Who won the world cup in 1998?'],
    ].map(([id, question, doc]) => ({
      ...{ id, question, answerable: doc !== undefined },
      ...(doc ? { gold_docs: [doc] } : { gold_docs: [] }),
    }))
    writeFileSync(join(gold, 'questions.jsonl'), rows.map(row => `${JSON.stringify(row)}\n`).join(''))
    const out = join(folder.path, 'run.jsonl')
    const nowhere = join(folder.path, 'nowhere')
    const first = await careline(['eval', gold, '--out', out, '--data-dir', nowhere])
    expect([first.code, first.err]).toEqual([0, expect.any(String)])
    expect(first.out).toContain('hit@1')
    expect(first.out).toContain("settings as they come (no bot is stored here): threshold the gate's own")
    expect(existsSync(nowhere)).toBe(false)
    expect(readFileSync(out, 'utf8').trim().split('\n')).toHaveLength(rows.length)
    const dry = await run(['calibrate', gold, '--risk', '40', '--dry-run', '--json'])
    expect(dry.json()).toMatchObject({ risk: 0.4, questions: rows.length })
    expect(await gateOf()).toBeNull()
    const set = (await run(['calibrate', gold, '--risk', '40', '--json'])).json<{ threshold: number }>()
    expect(await gateOf()).toBe(set.threshold)
  })

  it('score with the settings that are stored, say which they were, and compare with another run', async () => {
    const gold = join(folder.path, 'gold')
    const { bots } = await api<{ bots: { botId: string }[] }>('/bots')
    const botId = bots[0]!.botId
    await api(`/bots/${botId}`, { method: 'PATCH', body: JSON.stringify({ gateThreshold: 1 }) })
    const stored = await run(['eval', gold])
    expect(stored.out).toContain(`settings of ${botId}: threshold 1, answers quoted`)
    expect(stored.out).toMatch(/false refusals +100\.0/)
    const out = join(folder.path, 'run.jsonl')
    const open = await run(['eval', gold, '--bot', botId, '--threshold', '0', '--compare', out, '--json'])
    expect(open.json()).toMatchObject({
      settings: { botId, gateThreshold: 0 },
      figures: { falseRefusal: 0 },
      comparison: expect.any(Object),
    })
    const unknown = await run(['eval', gold, '--bot', 'bot_x'])
    expect([unknown.code, unknown.err]).toEqual([
      1,
      `careline: There is no bot bot_x. Stored here: ${botId}.\n`,
    ])
    const wrong = await run(['eval', gold, '--threshold', '2'])
    expect(wrong.err).toContain('--threshold must be a number from 0 to 1')
    await api(`/bots/${botId}`, { method: 'PATCH', body: JSON.stringify({ gateThreshold: null }) })
  })

  it('back up the running server and restore it into an empty place, the same to the last row', async () => {
    const [one, two, fresh] = ['one', 'two', 'fresh'].map(name => join(folder.path, name)) as [
      string,
      string,
      string,
    ]
    type Made = { tables: { name: string; rows: number }[] }
    const made = (await run(['backup', one, '--json'])).json<Made>()
    expect(made.tables.find(({ name }) => name === 'passages')?.rows).toBeGreaterThan(1)
    const restored = await careline(['restore', one, '--data-dir', fresh, '--json'])
    expect([restored.code, restored.err]).toEqual([0, ''])
    const again = (await careline(['backup', two, '--data-dir', fresh, '--json'])).json<Made>()
    expect(again.tables).toEqual(made.tables)
    const answer = await careline(['ask', 'How long do I brew black tea?', '--data-dir', fresh])
    expect(answer.out).toContain('four minutes')
    const full = await careline(['restore', one, '--data-dir', fresh])
    expect([full.code, full.err.trim().split('\n').length]).toEqual([1, 1])
    expect((await careline(['restore', join(folder.path, 'none'), '--data-dir', fresh])).err).toContain(
      'no backup',
    )
    expect((await careline(['migrate', '--data-dir', fresh])).out).toBe('The schema is up to date.\n')
  })
})
