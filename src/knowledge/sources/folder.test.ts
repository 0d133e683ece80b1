import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createGuardedFetch } from '../../platform/fetch/guarded-fetch.ts'
import { matchesGlob } from './glob.ts'
import { readSource } from './read-source.ts'
import { nextSync } from './schedule.ts'
import type { KnownPage, SourceItem, SourceSpec } from './source.ts'

let folder = ''
const guardedFetch = createGuardedFetch()
const now = new Date('2026-03-01T09:00:00Z')

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'careline-folder-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
}

async function read(source: SourceSpec, previous?: Map<string, KnownPage>) {
  const reading = readSource(source, { guardedFetch, now, ...(previous ? { previous } : {}) })
  const items: SourceItem[] = []
  for await (const item of reading) items.push(item)
  return { items, reading, paths: items.map(item => item.path) }
}

test('a folder gives its readable files in the order of their paths and leaves the rest out', async () => {
  for (const path of [
    'b.md',
    'a/z.mdx',
    'a/c.html',
    'a.txt',
    'prices.csv',
    'manual.PDF',
    'x.docx',
    'logo.png',
    '.hidden.md',
    '.git/a.md',
    '_partial.md',
    '_includes/a.md',
    'node_modules/p/readme.md',
  ])
    write(path, path)
  const { paths, reading } = await read({ kind: 'folder', location: folder })
  expect(paths).toEqual(['a.txt', 'a/c.html', 'a/z.mdx', 'b.md', 'manual.PDF', 'prices.csv', 'x.docx'])
  expect(reading.total).toBe(7)
  expect(reading.complete).toBe(true)
})

test('links out of the folder are not followed, links inside it are read', async () => {
  const outside = mkdtempSync(join(tmpdir(), 'careline-outside-'))
  writeFileSync(join(outside, 'secret.md'), 'secret')
  write('real.md', 'real')
  symlinkSync(join(outside, 'secret.md'), join(folder, 'leak.md'))
  symlinkSync(outside, join(folder, 'leaks'))
  symlinkSync(join(folder, 'real.md'), join(folder, 'same.md'))
  symlinkSync(join(folder, 'nowhere.md'), join(folder, 'broken.md'))
  const { paths } = await read({ kind: 'folder', location: folder })
  rmSync(outside, { recursive: true })
  expect(paths).toEqual(['real.md', 'same.md'])
})

test('a second reading tells what changed', async () => {
  write('a.md', 'a')
  write('b.md', 'b')
  const first = await read({ kind: 'folder', location: folder })
  const known = new Map(first.items.flatMap(item => ('contentHash' in item ? [[item.path, item]] : [])))
  write('b.md', 'changed')
  const { items } = await read({ kind: 'folder', location: folder }, known)
  expect(items.map(item => 'unchanged' in item)).toEqual([true, false])
})

test('a folder that is not there is an error, and no empty folder', async () => {
  await expect(read({ kind: 'folder', location: join(folder, 'none') })).rejects.toMatchObject({
    code: 'not-found',
  })
  write('file.md', 'x')
  await expect(read({ kind: 'folder', location: join(folder, 'file.md') })).rejects.toMatchObject({
    code: 'invalid',
  })
})

test('single files and pasted text are sources of one document', async () => {
  write('terms.md', '# Terms')
  const file = await read({ kind: 'file', location: join(folder, 'terms.md') })
  expect(file.paths).toEqual(['terms.md'])
  const text = {
    kind: 'text',
    location: 'hours.md',
    text: 'Open **daily**.',
    url: 'https://shop.example/hours',
  } as const
  const pasted = await read(text)
  expect(pasted.items[0]).toMatchObject({ path: 'hours.md', url: text.url, mediaType: 'text/markdown' })
  await expect(read({ kind: 'file', location: join(folder, 'none.md') })).rejects.toMatchObject({
    code: 'not-found',
  })
})

test('glob patterns match as people expect, and never slowly', () => {
  const cases: [string, string, boolean][] = [
    ['/help/a/b', '/help/**', true],
    ['/help', '/help/**', false],
    ['/help/a', '/help/*', true],
    ['/help/a/b', '/help/*', false],
    ['a/b/c.md', '**/c.md', true],
    ['c.md', '**/c.md', true],
    ['a/draft-1.md', 'draft-?.md', true],
    ['a/draft-12.md', 'draft-?.md', false],
    ['a.md', 'a.md', true],
    ['axmd', 'a.md', false],
  ]
  for (const [path, pattern, expected] of cases)
    expect(matchesGlob(path, pattern), `${path} ${pattern}`).toBe(expected)
  const started = performance.now()
  expect(matchesGlob(`/${'a'.repeat(2000)}`, `/${'*a'.repeat(100)}b`)).toBe(false)
  expect(performance.now() - started).toBeLessThan(100)
})

test('a schedule names the next sync, and nonsense or a rush is refused', () => {
  expect(nextSync('0 4 * * *', now)?.toISOString()).toBe('2026-03-02T04:00:00.000Z')
  expect(nextSync('30 4 * * 1', now, 'Europe/Berlin')?.toISOString()).toBe('2026-03-02T03:30:00.000Z')
  expect(() => nextSync('* * * * *', now)).toThrow('more often than hourly')
  for (const wrong of ['daily', '0 4 * *', '99 4 * * *', ''])
    expect(() => nextSync(wrong, now)).toThrow('is not a schedule')
})

const textOf = (item: SourceItem | undefined) =>
  item && 'bytes' in item ? new TextDecoder().decode(item.bytes) : undefined

test('parts that a page imports stand where it shows them, and a change of one is a change of the page', async () => {
  write(
    'guides/return.mdx',
    'import Steps from \'../_parts/steps.mdx\'\n\n# Return\n\n<Steps kind="tin" />\n',
  )
  write(
    '_parts/steps.mdx',
    "---\ntitle: Steps\n---\nimport Cost from './cost.md'\n\n1. Print the label.\n\n<Cost />\n",
  )
  write('_parts/cost.md', 'It costs 4 €.\n')
  const first = await read({ kind: 'folder', location: folder })
  expect(first.paths).toEqual(['guides/return.mdx'])
  expect(textOf(first.items[0])).toMatch(/# Return\n\n\n[\s\S]*1\. Print the label\.\n\n\nIt costs 4 €\./)
  expect(textOf(first.items[0])).not.toContain('title: Steps')
  const known = new Map(first.items.flatMap(item => ('contentHash' in item ? [[item.path, item]] : [])))
  expect((await read({ kind: 'folder', location: folder }, known)).items).toMatchObject([{ unchanged: true }])
  write('_parts/cost.md', 'It costs 5 €.\n')
  expect(textOf((await read({ kind: 'folder', location: folder }, known)).items[0])).toContain('5 €')
})

test('no part is taken from outside the folder, for ever, or into code', async () => {
  const outside = mkdtempSync(join(tmpdir(), 'careline-outside-'))
  writeFileSync(join(outside, 'secret.md'), 'hidden words')
  symlinkSync(join(outside, 'secret.md'), join(folder, '_leak.md'))
  const up = `../${outside.slice(outside.lastIndexOf('/') + 1)}/secret.md`
  const own = "import Own from './circle.mdx'\n"
  write('leak.mdx', `import A from '${up}'\nimport B from './_leak.md'\n\n<A />\n\n<B />\n`)
  write('circle.mdx', `${own}round\n<Own />\n<Own />\n`)
  write('code.mdx', `import Part from './_part.md'\n\n\`\`\`\n<Part />\n\`\`\`\n`)
  write('_part.md', 'the part')
  write('big.mdx', `import Big from './_big.md'\n\n<Big />\n<Big />\n`)
  write('_big.md', 'x'.repeat(4 * 1024 * 1024))
  const { items } = await read({ kind: 'folder', location: folder })
  const text = (path: string) => textOf(items.find(item => item.path === path)) ?? ''
  expect(text('leak.mdx')).not.toContain('hidden words')
  expect(text('circle.mdx').match(/round/g)).toHaveLength(1 + 2 + 4 + 8)
  expect(text('code.mdx')).not.toContain('the part')
  expect(text('big.mdx').length).toBeLessThan(5 * 1024 * 1024)
  rmSync(outside, { recursive: true, force: true })
})
