import { mkdirSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import type { Bus } from '../../src/platform/bus/bus.ts'
import { type CrashPoint, setCrashPointHook } from '../../src/platform/crash-points.ts'
import type { Database } from '../../src/platform/database/index.ts'
import type { JournalFile } from '../../src/platform/journal/index.ts'
import type { Blow, BusFault, FromChild, ToChild } from './child-messages.ts'

let armed: readonly CrashPoint[] = []
let asked = 0
const waiting = new Map<number, (blows: Blow[]) => void>()
let clockOffset = 0
let diskFull = false
let busFault: BusFault = 'none'

/** The clock of the server under test; the parent moves it. */
export const clock = { now: () => new Date(Date.now() + clockOffset) }

/** Listens to the parent, and does at each crash point what it asked for. */
export function installFaults(): void {
  process.on('message', (message: ToChild) => {
    if (message.type === 'points') armed = message.points
    if (message.type === 'blows') {
      waiting.get(message.id)?.(message.blows)
      waiting.delete(message.id)
    }
    if (message.type === 'clock') clockOffset = message.offsetMs
    if (message.type === 'disk') diskFull = message.full
    if (message.type === 'bus') busFault = message.fault
  })
  setCrashPointHook(async point => {
    if (!armed.includes(point)) return
    for (const blow of await ask(point)) await inflict(blow)
  })
}

const ask = (point: CrashPoint) =>
  new Promise<Blow[]>(resolve => {
    waiting.set(++asked, resolve)
    process.send?.({ type: 'passes', id: asked, point } satisfies FromChild)
  })

async function inflict({ action, ms }: Blow): Promise<void> {
  if (action === 'kill') process.kill(process.pid, 'SIGKILL')
  if (action === 'stop') process.kill(process.pid, 'SIGSTOP')
  if (action === 'fail') throw new Error('a planted failure')
  if (action === 'delay') await new Promise(resolve => setTimeout(resolve, ms))
}

/** The journal's file on a disk that may be full: then a part of what is written arrives, and the rest fails. */
export async function openJournalFile(path: string): Promise<JournalFile> {
  const handle = await open(path, 'wx', 0o600)
  return {
    async write(bytes, position) {
      const room = diskFull ? bytes.length >> 1 : bytes.length
      await handle.write(bytes, 0, room, position)
      if (diskFull) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
    },
    sync: () => handle.datasync(),
    truncate: length => handle.truncate(length),
    close: () => handle.close(),
  }
}

/** Lets the parent take the wakes away, or give each twice. */
export function disturbBus(bus: Bus): void {
  const publish = bus.publish.bind(bus)
  bus.publish = async (topic, payload) => {
    if (busFault === 'gone') throw new Error('the bus is gone')
    await publish(topic, payload)
    if (busFault === 'twice') await publish(topic, payload)
  }
}

/**
 * Lets the parent end the embedded database's session while the process goes on: a folder where its checkpoint wants to
 * write a file makes the engine panic, as a full disk does. One that does not die ends the process, so that the run
 * cannot be taken for one that met the fault.
 */
export function mortal(dataDir: string): { of(database: Database): void } {
  const obstacle = join(dataDir, 'database/pg_logical/replorigin_checkpoint.tmp')
  // Left by a process that was killed meanwhile.
  rmSync(obstacle, { recursive: true, force: true })
  return {
    of(database) {
      let dying: Promise<unknown> = Promise.resolve()
      process.on('message', (message: ToChild) => {
        if (message.type !== 'database') return
        if (!message.dead) return void dying.then(() => rmSync(obstacle, { recursive: true, force: true }))
        mkdirSync(obstacle, { recursive: true })
        dying = database.checkpoint().then(
          () => process.exit(3),
          () => undefined,
        )
      })
    },
  }
}
