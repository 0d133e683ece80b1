import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { lockByFile } from './lock-by-file.ts'

let folder: string
const dead = new Set<number>()
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'))
  dead.clear()
})
afterEach(() => rmSync(folder, { recursive: true }))

const lockAs = (pid: number, alive = (other: number) => other > 0 && !dead.has(other)) =>
  lockByFile(folder, { pid, alive })

it('one has it until it is released or dead', async () => {
  const first = lockAs(1)
  expect(first).toBeDefined()
  expect(lockAs(2)).toBeUndefined()
  await first!.release()
  expect(lockAs(3)).toBeDefined()
  expect(lockAs(4)).toBeUndefined()
  dead.add(3)
  expect(lockAs(5)).toBeDefined()
  expect(readdirSync(folder)).toEqual(['lock.3'])
})

it('of two that both see the holder dead one gets it', () => {
  lockAs(1)
  dead.add(1)
  let quick: ReturnType<typeof lockAs>
  const slow = lockAs(2, () => {
    quick = lockAs(3)
    return false
  })
  expect(quick!).toBeDefined()
  expect(slow).toBeUndefined()
  expect(lockAs(4)).toBeUndefined()
})

it('one that was overtaken twice while it looked gives way', () => {
  lockAs(1)
  dead.add(1)
  const slow = lockAs(2, () => {
    lockAs(3)
    dead.add(3)
    expect(lockAs(4)).toBeDefined()
    return false
  })
  expect(slow).toBeUndefined()
  expect(lockAs(5)).toBeUndefined()
  expect(readdirSync(folder)).toEqual(['lock.3'])
})
