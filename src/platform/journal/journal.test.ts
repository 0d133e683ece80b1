import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { crc32 } from './crc32.ts'
import { frame, readFrames } from './frames.ts'
import { type JournalFile, openJournal } from './journal.ts'

const same = async (records: readonly unknown[]) => records
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'journal-'))
})
afterEach(() => rm(folder, { recursive: true }))

it('the checksum is the CRC-32 of zlib', () => {
  expect(crc32(Buffer.from('123456789'))).toBe(0xcbf43926)
})

it('what was appended is there after opening again, in order', async () => {
  const journal = await openJournal(folder)
  await Promise.all([1, 2, 3].map(n => journal.append({ n })))
  await journal.close()
  const again = await openJournal(folder)
  expect(await again.replay(same)).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }])
  await again.append({ n: 4 })
  await again.close()
  const third = await openJournal(folder)
  expect(await third.replay(same)).toHaveLength(4)
  await third.close()
})

it('cut at any byte it keeps every whole record before the cut, and can be written on', async () => {
  const records = Array.from({ length: 8 }, (_, n) => ({ n, text: 'é'.repeat(n) }))
  const image = Buffer.concat(records.map(frame))
  const ends = records.map((_, n) => Buffer.concat(records.slice(0, n + 1).map(frame)).length)
  for (let cut = 0; cut <= image.length; cut++) {
    const whole = ends.filter(end => end <= cut).length
    expect(readFrames(image.subarray(0, cut)).records).toEqual(records.slice(0, whole))
  }
  await writeFile(join(folder, '0000000001.journal'), image.subarray(0, image.length - 1))
  const journal = await openJournal(folder)
  await journal.append('after')
  await journal.close()
  const again = await openJournal(folder)
  expect(await again.replay(same)).toEqual([...records.slice(0, 7), 'after'])
  await again.close()
})

it('a flipped bit ends what is believed', () => {
  const image = Buffer.concat([frame({ n: 1 }), frame({ n: 2 })])
  for (let at = 0; at < image.length; at++) {
    const bad = Buffer.from(image)
    bad[at]! ^= 1
    expect(readFrames(bad).records.length).toBe(at < image.length / 2 ? 0 : 1)
  }
})

it('a group is written, flushed once, and only then acknowledged', async () => {
  const { file, calls } = memoryFile()
  let release: () => void = () => undefined
  const held = new Promise<void>(resolve => {
    release = resolve
  })
  const sync = async () => {
    await held
    await file.sync()
  }
  const journal = await openJournal(folder, { openFile: async () => ({ ...file, sync }) })
  const appends = [1, 2, 3].map(n => journal.append(n).then(() => calls.push('acknowledged')))
  // Everything that does not wait for the flush happens before this.
  await readdir(folder)
  expect(calls).toEqual(['write'])
  release()
  await Promise.all(appends)
  expect(calls).toEqual(['write', 'sync', 'acknowledged', 'acknowledged', 'acknowledged'])
  await journal.close()
})

it('knows whether the last process ended in order, once', async () => {
  const opened = async (options?: { inOrder: boolean }) => {
    const journal = await openJournal(folder)
    await journal.append('something')
    await journal.close(options)
    return { isContinued: journal.isContinued, wasClosed: journal.wasClosed }
  }
  expect(await opened()).toEqual({ isContinued: true, wasClosed: false })
  expect(await opened({ inOrder: true })).toEqual({ isContinued: false, wasClosed: false })
  expect(await opened()).toEqual({ isContinued: true, wasClosed: true })
  expect(await opened()).toEqual({ isContinued: false, wasClosed: false })
})

it('what is in it can be read again while it is open', async () => {
  const first = await openJournal(folder)
  await first.append('one')
  await first.close()
  const journal = await openJournal(folder)
  const two = journal.append('two')
  expect(await journal.reread()).toEqual(['one', 'two'])
  await two
  await journal.append('three')
  await journal.rotate(async () => undefined)
  expect(await journal.reread()).toEqual(['one'])
  await journal.close()
})

it('records that come together share a flush', async () => {
  const { file, calls } = memoryFile()
  const journal = await openJournal(folder, { openFile: async () => file })
  await Promise.all(Array.from({ length: 100 }, (_, n) => journal.append(n)))
  expect(calls.filter(call => call === 'sync').length).toBeLessThanOrEqual(2)
  await journal.close()
})

it('on a full disk nothing is said to be kept, and what comes later is kept whole', async () => {
  const { file, bytes } = memoryFile()
  let full = true
  const write = async (part: Uint8Array, position: number) => {
    await file.write(full ? part.subarray(0, 3) : part, position)
    if (full) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' })
  }
  const journal = await openJournal(folder, { openFile: async () => ({ ...file, write }) })
  await expect(journal.append('lost')).rejects.toMatchObject({ code: 'unavailable' })
  full = false
  await journal.append('kept')
  expect(readFrames(bytes()).records).toEqual(['kept'])
  await journal.close()
})

it('rotation deletes older segments only after the checkpoint succeeded', async () => {
  const journal = await openJournal(folder)
  await journal.append('old')
  await expect(journal.rotate(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await readdir(folder)).toHaveLength(2)
  await journal.rotate(async () => expect(await readdir(folder)).toHaveLength(3))
  await journal.append('new')
  await journal.close()
  const [only, ...others] = await readdir(folder)
  expect(others).toEqual([])
  expect(readFrames(await readFile(join(folder, only!))).records).toEqual(['new'])
})

it('rotation leaves what has not been replayed yet', async () => {
  const first = await openJournal(folder)
  await first.append('kept')
  await first.close()
  const second = await openJournal(folder)
  await second.rotate(async () => undefined)
  await expect(second.replay(() => Promise.reject(new Error('half way')))).rejects.toThrow('half way')
  await second.rotate(async () => undefined)
  expect(await second.replay(same)).toEqual(['kept'])
  await second.rotate(async () => undefined)
  expect(await readdir(folder)).toHaveLength(1)
  await second.close()
})

function memoryFile(): { file: JournalFile; bytes(): Buffer; calls: string[] } {
  let content = Buffer.alloc(0)
  const calls: string[] = []
  const file: JournalFile = {
    async write(part, position) {
      content = Buffer.concat([content.subarray(0, position), part])
      calls.push('write')
    },
    async sync() {
      calls.push('sync')
    },
    async truncate(length) {
      content = content.subarray(0, length)
    },
    async close() {},
  }
  return { file, bytes: () => content, calls }
}
