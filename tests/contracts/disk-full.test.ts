import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { App } from '../../src/app/index.ts'
import { openEmbedded } from '../../src/platform/database/index.ts'
import { type JournalFile, openJournal } from '../../src/platform/journal/index.ts'
import { migratedImage } from '../support/database.ts'
import { createSmallApp, visitorOf } from '../support/small-app.ts'

const folder = mkdtempSync(join(tmpdir(), 'careline-full-'))
/** A folder where a checkpoint wants to write a file makes the engine panic, as a full disk does. */
const obstacle = join(folder, 'database/pg_logical/replorigin_checkpoint.tmp')
let full = false
let free = Number.POSITIVE_INFINITY
let app: App

/** A file on a disk of which the rest can be taken away: a part of what is written arrives, and then it fails. */
async function openJournalFile(path: string): Promise<JournalFile> {
  const handle = await open(path, 'wx')
  return {
    async write(bytes, position) {
      await handle.write(bytes, 0, full ? bytes.length >> 1 : bytes.length, position)
      if (full) throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })
    },
    sync: () => handle.datasync(),
    truncate: length => handle.truncate(length),
    close: () => handle.close(),
  }
}

beforeAll(async () => {
  await (await openEmbedded({ dataDir: folder, image: await migratedImage() }, () => undefined)).close()
  app = await createSmallApp({ DATA_DIR: folder }, { openJournalFile, freeBytes: async () => free })
})
afterAll(async () => {
  await app.stop()
  rmSync(folder, { recursive: true })
})

test('a full disk refuses a message in plain words, loses nothing, and is over when there is room', async () => {
  const visitor = await visitorOf(app)
  expect((await visitor.say('before')).status).toBe(201)
  await app.settle()

  full = true
  const refusal = await visitor.say('during')
  expect(refusal.status).toBe(503)
  expect(Number(refusal.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(await refusal.json()).toMatchObject({
    type: '/problems/unavailable',
    detail: expect.stringMatching(/disk full.*again/i),
  })
  expect((await visitor.call('/healthz')).status).toBe(200)

  full = false
  const [again, next] = [await visitor.say('during'), await visitor.say('after')]
  expect([again.status, next.status].every(status => status < 300)).toBe(true)
  await app.settle()
  expect((await visitor.texts()).filter(text => text.startsWith('visitor'))).toEqual([
    ...['visitor: before', 'visitor: during', 'visitor: after'],
  ])
  expect(await textsInJournal()).toEqual(['before', 'during', 'after'])
})

test('with little room a checkpoint is put off, since the engine would not survive it', async () => {
  const visitor = await visitorOf(app)
  free = 1_000_000
  mkdirSync(obstacle)
  await app.storage.flush()
  expect((await visitor.say('little-room')).status).toBe(201)
  rmSync(obstacle, { recursive: true })
  free = Number.POSITIVE_INFINITY
})

test('a database that a full disk has killed refuses with 503 and comes back by itself', async () => {
  const visitor = await visitorOf(app)
  expect((await visitor.say('before')).status).toBe(201)
  mkdirSync(obstacle)
  await app.storage.flush()
  for (const refusal of [await visitor.say('during'), await visitor.stream()]) {
    expect(refusal.status).toBe(503)
    expect(Number(refusal.headers.get('retry-after'))).toBeGreaterThan(0)
  }
  expect((await visitor.call('/readyz')).status).toBe(503)

  rmSync(obstacle, { recursive: true })
  await expect.poll(async () => (await visitor.say('during')).status, { timeout: 60_000 }).toBeLessThan(300)
  await app.settle()
  expect((await visitor.texts()).filter(text => text.startsWith('visitor'))).toEqual([
    ...['visitor: before', 'visitor: during'],
  ])
}, 120_000)

const disk = mkdtempSync(join(tmpdir(), 'careline-small-disk-'))
const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=160m', 'careline', disk]).status === 0
afterAll(() => {
  if (mounted) spawnSync('umount', [disk])
  rmSync(disk, { recursive: true })
})

/** Takes the room there is to the last byte. */
function fillDisk(): void {
  const { bavail, bsize } = statfsSync(disk)
  writeFileSync(join(disk, 'fill'), Buffer.alloc(bavail * bsize))
}
const emptyDisk = () => rmSync(join(disk, 'fill'))

// The tests above show the same with injected failures, everywhere.
if (!mounted) console.warn('NOT RUN: a small disk that is really full, since nothing may be mounted here')
else
  test('a disk that is full to the last byte, checkpoint and all, costs nothing that was acknowledged', async () => {
    await (await openEmbedded({ dataDir: disk, image: await migratedImage() }, () => undefined)).close()
    // Believing that there is room makes it try, and die.
    const app = await createSmallApp({ DATA_DIR: disk }, { freeBytes: async () => Number.POSITIVE_INFINITY })
    const visitor = await visitorOf(app)
    const acknowledged: string[] = []
    const say = async (text: string) => {
      const { status } = await visitor.say(text)
      if (status < 300) acknowledged.push(`visitor: ${text}`)
      return status
    }
    expect(await say('before')).toBe(201)
    fillDisk()
    // The last page of the journal's file may have room for some more.
    const statuses = [201]
    for (let n = 0; n < 50 && statuses.at(-1) === 201; n++) statuses.push(await say(`full-${n}`))
    expect(statuses.at(-1)).toBe(503)
    await app.storage.flush()
    expect(await say('dead')).toBe(503)
    expect((await visitor.stream()).status).toBe(503)
    emptyDisk()
    await expect.poll(() => say('room'), { timeout: 60_000 }).toBeLessThan(300)
    expect(await say(`full-${statuses.length - 2}`)).toBeLessThan(300)
    const texts = await visitor.texts()
    for (const text of acknowledged) expect(texts.filter(each => each === text)).toHaveLength(1)
    await app.storage.flush()
    await app.stop()
  }, 120_000)

/** What a start after a power cut would find. */
async function textsInJournal(): Promise<string[]> {
  const segments = readdirSync(join(folder, 'journal'))
  const copy = mkdtempSync(join(folder, 'copy-'))
  for (const name of segments) copyFileSync(join(folder, 'journal', name), join(copy, name))
  const journal = await openJournal(copy)
  const records = await journal.replay(async found => found as { kind: string; text: string }[])
  await journal.close()
  return records.filter(({ kind }) => kind === 'message').map(({ text }) => text)
}
