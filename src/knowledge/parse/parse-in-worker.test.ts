import { ChildProcess } from 'node:child_process'
import { afterEach, expect, test, vi } from 'vitest'
import { createDocumentParser } from './parse-in-worker.ts'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const page = new TextEncoder().encode('<h1>Returns</h1><p>You have 30 days.</p>')

test('documents asked for at once are read one after another by one worker', async () => {
  const ended = vi.spyOn(ChildProcess.prototype, 'kill')
  const parser = createDocumentParser()
  const results = await Promise.all(
    ['a.html', 'b.html', 'c.exe', 'd.html'].map(path => parser.parse(page, { path })),
  )
  expect(results.map(result => result.ok)).toEqual([true, true, false, true])
  expect(ended).not.toHaveBeenCalled()
  await parser.close()
  expect(ended).toHaveBeenCalledTimes(1)
})

test('a worker with nothing to do is ended, and a later document starts another', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const ended = vi.spyOn(ChildProcess.prototype, 'kill')
  const parser = createDocumentParser()
  expect((await parser.parse(page, { path: 'a.html' })).ok).toBe(true)
  vi.advanceTimersByTime(59_000)
  expect(ended).not.toHaveBeenCalled()
  vi.advanceTimersByTime(2_000)
  expect(ended).toHaveBeenCalledTimes(1)
  vi.useRealTimers()
  expect((await parser.parse(page, { path: 'a.html' })).ok).toBe(true)
  await parser.close()
})

test('a closed parser says so instead of hanging', async () => {
  const parser = createDocumentParser()
  await parser.close()
  expect(await parser.parse(page, { path: 'a.html' })).toEqual({
    ok: false,
    reason: 'The document was not read: the server is stopping.',
  })
})

test('a document that fills the heap ends its worker and not this process, and the next one is read', async () => {
  const parser = createDocumentParser({ maxMemoryMb: 48, timeoutMs: 30_000 })
  const rows = new TextEncoder().encode('a,b,c,d,e,f,g,h\n'.repeat(250_000))
  const huge = new TextEncoder().encode(`<table>${'<tr><td>a<td>b'.repeat(200_000)}`)
  const [result, after, small] = await Promise.all([
    parser.parse(huge, { path: 'huge.html' }),
    parser.parse(page, { path: 'returns.html' }),
    parser.parse(rows.slice(0, 1600), { path: 'rows.csv' }),
  ])
  expect(result).toEqual({
    ok: false,
    reason: 'The document needs more memory to read than is allowed and was given up.',
  })
  expect([after.ok, small.ok]).toEqual([true, true])
  await parser.close()
})
