import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { contextOf, copyInto, ignoredBy } from '../../scripts/image/context.ts'
import { execForm, parseDockerfile } from '../../scripts/image/dockerfile.ts'

const stages = parseDockerfile(readFileSync('Dockerfile', 'utf8'))
const last = stages.at(-1)
const steps = stages.flatMap(stage => stage.steps)
const folder = mkdtempSync(join(tmpdir(), 'careline-image-test-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const lastStep = (keyword: string) => last?.steps.findLast(step => step.keyword === keyword)

describe('the Dockerfile', () => {
  it('copies only what is there and what .dockerignore lets through', () => {
    const isIgnored = contextOf('.')
    const sources = steps
      .filter(({ keyword, flags }) => keyword === 'COPY' && !flags['from'])
      .flatMap(({ words }) => words.slice(0, -1))
    expect(sources).toContain('models')
    expect(sources.filter(path => !existsSync(path))).toEqual([])
    expect(sources.filter(isIgnored)).toEqual([])
  })

  it('takes from other stages only what they hold', () => {
    const taken = steps.filter(({ flags }) => flags['from'])
    expect(taken.map(({ flags }) => flags['from'])).toEqual(['libraries', 'build'])
    expect(stages.map(({ name }) => name)).toEqual(expect.arrayContaining(['libraries', 'build']))
  })

  it('carries every file of the models, the migrations and the example into the image', () => {
    const isIgnored = contextOf('.')
    for (const source of ['models', 'migrations', 'examples', 'bin']) {
      const files = readdirSync(source, { recursive: true }).map(file => join(source, String(file)))
      expect(files.length).toBeGreaterThan(0)
      expect(files.filter(isIgnored)).toEqual([])
    }
  })

  it('keeps secrets, history and the data of a developer out of the build', () => {
    const isIgnored = contextOf('.')
    for (const path of [
      '.git/config',
      'data/admin-token',
      'deploy/.env',
      '.env',
      'node_modules/pg',
      'a/b.log',
    ])
      expect(isIgnored(path), path).toBe(true)
  })

  it('runs as a user who is not root and owns only the data folder', () => {
    expect(lastStep('USER')?.text).toBe('1000:1000')
    expect(lastStep('VOLUME')?.text).toBe('/data')
    expect(lastStep('RUN')?.text).toBe('install -d -o 1000 -g 1000 /data')
    expect(lastStep('ENV')?.text).toContain('DATA_DIR=/data')
  })

  it('asks /healthz for its health and starts the server through the CLI', () => {
    const [program, , script] = execForm(lastStep('HEALTHCHECK')?.text.replace('CMD ', '') ?? '[]')
    expect(program).toBe('node')
    expect(script).toContain('/healthz')
    expect([
      ...execForm(lastStep('ENTRYPOINT')?.text ?? '[]'),
      ...execForm(lastStep('CMD')?.text ?? '[]'),
    ]).toEqual(['node', 'bin/careline.mjs', 'start'])
  })

  it('needs only the Node that package.json asks for', () => {
    const { engines } = JSON.parse(readFileSync('package.json', 'utf8')) as { engines: { node: string } }
    expect(engines.node).toBe('>=20.19')
    expect(stages.map(({ base }) => base)).toEqual(stages.map(() => 'node:20-slim'))
  })
})

describe('the player of the Dockerfile', () => {
  it('puts continued lines together and takes the flags apart', () => {
    const [stage] = parseDockerfile(
      'FROM node:20-slim AS one\n# why\nCOPY --from=a --chown=1:1 \\\n  x y ./z/\n',
    )
    expect(stage).toEqual({
      name: 'one',
      base: 'node:20-slim',
      steps: [
        { keyword: 'COPY', flags: { from: 'a', chown: '1:1' }, text: 'x y ./z/', words: ['x', 'y', './z/'] },
      ],
    })
  })

  it('refuses an instruction that it could not perform', () => {
    expect(() => parseDockerfile('FROM x\nADD a b')).toThrow('cannot perform ADD')
    expect(() => parseDockerfile('RUN true')).toThrow('before the first FROM')
    expect(() => execForm('["node"')).toThrow()
  })

  it('leaves out what .dockerignore names, at the root or at any depth', () => {
    const isIgnored = ignoredBy('# a comment\ndist\n**/*.test.ts\n*.log\n')
    expect(['dist', 'dist/a', 'src/a/b.test.ts', 'b.test.ts', 'x.log'].filter(isIgnored)).toHaveLength(5)
    expect(['src/dist', 'distant', 'src/a.ts', 'logs/x.log'].filter(isIgnored)).toEqual([])
  })

  it('copies files and the content of folders as the engine does, and fails on what is missing', () => {
    mkdirSync(join(folder, 'from/rooms'), { recursive: true })
    writeFileSync(join(folder, 'from/one.txt'), '1')
    writeFileSync(join(folder, 'from/rooms/two.txt'), '2')
    writeFileSync(join(folder, 'from/rooms/three.log'), '3')
    const from = join(folder, 'from')
    copyInto(from, ['one.txt'], `${join(folder, 'to')}/`)
    copyInto(from, ['rooms'], join(folder, 'to/rooms'), ignoredBy('**/*.log'))
    expect(readdirSync(join(folder, 'to'), { recursive: true }).sort()).toEqual([
      'one.txt',
      'rooms',
      'rooms/two.txt',
    ])
    expect(() => copyInto(from, ['four.txt'], folder)).toThrow('four.txt is not in the build context')
  })
})
