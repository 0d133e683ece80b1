import { existsSync, mkdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { careline, tempFolder } from '../support/program.ts'

/** What goes wrong before anything is opened: one line that says what to do, and an exit code a script can test. */
type Findings = { findings: { what: string; state: string; detail: string }[] }

describe('a command that cannot be done', { timeout: 120_000 }, () => {
  const folder = tempFolder()
  afterAll(() => folder.remove())
  const dataDir = ['--data-dir', join(folder.path, 'data')]

  async function refused(args: string[], env: Record<string, string> = {}) {
    const ran = await careline(args, { env })
    expect(ran.out).toBe('')
    expect(ran.err.trim().split('\n')).toHaveLength(1)
    return ran
  }

  it('is unknown: the nearest one is named, with exit code 2', async () => {
    const { code, err } = await refused(['strat'])
    expect(code).toBe(2)
    expect(err).toBe("careline: unknown command 'strat' (Did you mean start?) See careline --help.\n")
  })

  it('lacks an argument', async () => {
    const { code, err } = await refused(['ask'])
    expect(code).toBe(2)
    expect(err).toContain("missing required argument 'question'")
  })

  it('has a wrong PORT', async () => {
    const { code, err } = await refused(['start', ...dataDir], { PORT: 'abc' })
    expect(code).toBe(1)
    expect(err).toBe('careline: The configuration has a problem: PORT: must be a whole number\n')
  })

  it('has a DATABASE_URL of another kind of database', async () => {
    const { code, err } = await refused(['start', ...dataDir], { DATABASE_URL: 'mysql://db/x' })
    expect(code).toBe(1)
    expect(err).toContain('DATABASE_URL: must start with postgres://')
  })

  it('has a DATABASE_URL where nothing answers', async () => {
    const { code, err } = await refused(['start', ...dataDir], { DATABASE_URL: 'postgres://127.0.0.1:1/x' })
    expect(code).toBe(1)
    expect(err).toContain('The database server does not answer')
  })

  it('is told to serve or read a folder that is not there', async () => {
    const missing = join(folder.path, 'nowhere')
    const started = await refused(['start', '--knowledge', missing, ...dataDir])
    expect([started.code, started.err]).toEqual([
      1,
      `careline: The configuration has a problem: KNOWLEDGE: must be a folder that is there; ${missing} is not\n`,
    ])
    const read = await refused(['ingest', missing, ...dataDir])
    expect([read.code, read.err]).toEqual([
      1,
      `careline: There is nothing at ${missing}. Give a folder, a file or a URL.\n`,
    ])
  })

  it('asks a data folder that is not there: nothing is made, and the line says what to do', async () => {
    const missing = join(folder.path, 'elsewhere')
    for (const args of [['ask', 'Why?'], ['sources'], ['bot']]) {
      const { code, err } = await refused([...args, '--data-dir', missing])
      expect([code, err]).toEqual([
        1,
        `careline: There is no data folder ${missing}. Name your server's with --data-dir or DATA_DIR, or begin with: careline start\n`,
      ])
    }
    const { findings } = (await careline(['doctor', '--json', '--data-dir', missing])).json<Findings>()
    expect(findings).toContainEqual(expect.objectContaining({ what: 'data folder', state: 'warning' }))
    expect(existsSync(missing)).toBe(false)
  })

  it('sets what no bot has', async () => {
    expect((await refused(['bot', 'set', 'nmae=Ada', ...dataDir])).err).toContain(
      '"nmae=Ada" is no setting. Give name=value; names: name, company,',
    )
  })

  it('says it in JSON when asked to', async () => {
    const { code, err } = await refused(['--json', 'ingest', join(folder.path, 'nowhere'), ...dataDir])
    expect(code).toBe(1)
    expect(JSON.parse(err)).toMatchObject({ error: 'invalid', message: expect.stringContaining('nowhere') })
    expect(JSON.parse((await refused(['strat', '--json'])).err)).toMatchObject({ error: 'invalid' })
  })

  it('calibrates for an impossible risk, or scores a folder without questions', async () => {
    const empty = join(folder.path, 'empty')
    mkdirSync(join(empty, 'docs'), { recursive: true })
    expect((await refused(['calibrate', empty, '--risk', '0', ...dataDir])).err).toContain('--risk must be')
    expect((await refused(['eval', empty, ...dataDir])).err).toContain('questions.jsonl')
  })

  it('finds its port taken', async () => {
    const holder = createServer()
    await new Promise<void>(resolve => {
      holder.listen(0, resolve)
    })
    const { port } = holder.address() as { port: number }
    const { code, err } = await refused(['start', '--port', `${port}`, ...dataDir])
    holder.close()
    expect(code).toBe(1)
    expect(err).toBe(`careline: Port ${port} is in use. Choose another with PORT or --port.\n`)
  })
})

it('finds what is wrong with a configuration when the doctor is asked, also for programs', async () => {
  const { code, out, err } = await careline(['doctor', '--json'], { env: { PORT: 'abc' } })
  expect([code, err]).toEqual([1, ''])
  const { findings } = JSON.parse(out) as Findings
  expect(findings).toContainEqual({
    what: 'configuration',
    state: 'wrong',
    detail: 'The configuration has a problem: PORT: must be a whole number',
  })
  expect(findings).toContainEqual(expect.objectContaining({ what: 'node', state: 'ok' }))
})

it('teaches its commands: each with a help that says what it does', async () => {
  const { code, out } = await careline(['--help'])
  expect(code).toBe(0)
  const names = [...out.matchAll(/^ {2}([a-z]+)[ [].*$/gm)].map(match => match[1]!)
  for (const name of 'start ingest ask chat sources bot trace eval calibrate models doctor migrate backup restore'.split(
    ' ',
  ))
    expect(names).toContain(name)
  expect(out).toContain('Exit codes')
  expect((await careline(['ingest', '--help'])).out).toContain('Examples:')
  expect((await careline(['help', 'calibrate'])).out).toContain('--risk <percent>')
  expect((await careline(['--version'])).out).toMatch(/^\d+\.\d+\.\d+\n$/)
  expect((await careline(['--version', '--json'])).json()).toEqual({
    version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
  })
})
