import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Line, readLines, writeImage } from '../support/only-synced/image.ts'
import { createSmallApp } from '../support/small-app.ts'

const folder = mkdtempSync(join(tmpdir(), 'careline-power-'))
const [dataDir, syncs] = [join(folder, 'data'), join(folder, 'syncs')]
const place = (name: string) => fileURLToPath(new URL(`../support/only-synced/${name}`, import.meta.url))
let lines: Line[]

// What was flushed is found out through /proc.
const isLinux = process.platform === 'linux'
if (!isLinux) console.warn('NOT RUN: power cuts, since this is not Linux')

beforeAll(async () => {
  if (!isLinux) return
  mkdirSync(syncs)
  const args = ['--require', place('record-syncs.cjs'), '--import', import.meta.resolve('tsx')]
  const child = spawn(process.execPath, [...args, place('talk.ts'), dataDir, syncs], {
    stdio: 'inherit',
    env: { ...process.env, CARELINE_TEST_SYNCS: syncs },
  })
  expect(await once(child, 'exit')).toEqual([null, 'SIGKILL'])
  lines = readLines(syncs)
})
afterAll(() => rmSync(folder, { recursive: true }))

/** How many lines there are up to the end of `what`, from the acknowledgement of `text` on. */
function after(text: string, what: (line: Line) => boolean = () => true, add = 1): number {
  const from = lines.findIndex(({ acknowledged }) => acknowledged === text)
  return lines.findIndex((line, index) => index >= from && what(line)) + add
}
const isControl = ({ path }: Line) => path?.endsWith('/pg_control') === true
const isLog = ({ path }: Line) => path?.endsWith('/pg_wal') === true
const isData = ({ path, blob }: Line) => path?.includes('/base/') === true && blob !== undefined

async function textsAfter(cut: number): Promise<string[]> {
  const image = mkdtempSync(join(folder, 'image-'))
  writeImage(lines.slice(0, cut), syncs, dataDir, image)
  const app = await createSmallApp({ DATA_DIR: image })
  try {
    const rows = await app.storage.database.sql
      .selectFrom('messages')
      .select('text')
      .where('author', '=', 'visitor')
      .orderBy('seq')
      .execute()
    return rows.map(({ text }) => text)
  } finally {
    await app.stop()
    rmSync(image, { recursive: true })
  }
}

const cuts: [string, string[], () => number][] = [
  ['right after the first acknowledgement', ['one'], () => after('one')],
  ['when the log was flushed before the checkpoint', ['one'], () => after('one', isLog)],
  ['in the middle of the data files', ['one'], () => after('one', isData)],
  ['just before pg_control', ['one'], () => after('one', isControl, 0)],
  ['right after pg_control', ['one'], () => after('one', isControl)],
  ['after the next acknowledgement', ['one', 'two'], () => after('two')],
  ['at the end', ['one', 'two', 'three'], () => after('three')],
]
for (const [when, texts, cut] of cuts)
  test.runIf(isLinux)(
    `a power cut ${when} leaves a folder that opens with all that was acknowledged`,
    async () => {
      expect(await textsAfter(cut())).toEqual(texts)
    },
    120_000,
  )
