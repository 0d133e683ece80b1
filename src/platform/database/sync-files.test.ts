import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createFileSync } from './sync-files.ts'

let root: string
let synced: string[]
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sync-'))
  synced = []
  for (const name of [
    'base/5/16384',
    'global/pg_control',
    'global/1260',
    'pg_wal/0001',
    'pg_wal/0002',
    'PG_VERSION',
  ])
    write(name, 'first')
})
afterEach(() => rmSync(root, { recursive: true }))

const write = (name: string, text: string) => {
  mkdirSync(dirname(join(root, name)), { recursive: true })
  writeFileSync(join(root, name), text)
  setAge(name, 60_000)
}
const setAge = (name: string, ms: number) => {
  const at = new Date(Date.now() - ms)
  utimesSync(join(root, name), at, at)
}
const create = () => createFileSync(root, path => synced.push(relative(root, path) || '.'))

it('the log is durable first, pg_control last, and every folder between them', () => {
  create().all()
  expect(synced.slice(0, 3).sort()).toEqual(['pg_wal', 'pg_wal/0001', 'pg_wal/0002'])
  expect(synced.indexOf('pg_wal')).toBe(2)
  expect(synced.at(-1)).toBe('global/pg_control')
  expect(synced).toEqual(expect.arrayContaining(['base/5/16384', 'base/5', 'base', 'global', '.', '..']))
  expect(synced.indexOf('base/5/16384')).toBeLessThan(synced.indexOf('base/5'))
})

it('a file that has not changed is not flushed again', () => {
  const files = create()
  files.all()
  synced = []
  write('base/5/16384', 'longer than before')
  files.all()
  expect(synced.filter(path => !['.', '..', 'base', 'base/5', 'global', 'pg_wal'].includes(path))).toEqual([
    'base/5/16384',
  ])
})

it('a file written after the clock was set back is flushed all the same', () => {
  const files = create()
  files.all()
  synced = []
  write('base/5/16384', 'other')
  setAge('base/5/16384', 3_600_000)
  files.all()
  expect(synced).toContain('base/5/16384')
})

it('a file written a moment ago is flushed again, since its next write may leave the same time', () => {
  const files = create()
  setAge('pg_wal/0001', 0)
  files.log()
  synced = []
  files.log()
  expect(synced).toEqual(['pg_wal/0001', 'pg_wal'])
})

it('before a checkpoint only the log is flushed', () => {
  create().log()
  expect(synced.sort()).toEqual(['pg_wal', 'pg_wal/0001', 'pg_wal/0002'])
})
