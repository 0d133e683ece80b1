import { open } from 'node:fs/promises'
import type { Bus } from '../../src/platform/bus/bus.ts'
import { setCrashPointHook } from '../../src/platform/crash-points.ts'
import type { JournalFile } from '../../src/platform/journal/index.ts'
import type { Armed, BusFault, FromChild, ToChild } from './child-messages.ts'

let armed: Armed[] = []
let clockOffset = 0
let diskFull = false
let busFault: BusFault = 'none'

/** The clock of the server under test; the parent moves it. */
export const clock = { now: () => new Date(Date.now() + clockOffset) }

/** Listens to the parent, and does at each crash point what it asked for. */
export function installFaults(): void {
  process.on('message', (message: ToChild) => {
    if (message.type === 'arm') armed.push(...message.faults)
    if (message.type === 'disarm') armed = []
    if (message.type === 'clock') clockOffset = message.offsetMs
    if (message.type === 'disk') diskFull = message.full
    if (message.type === 'bus') busFault = message.fault
  })
  setCrashPointHook(async point => {
    for (const fault of armed.filter(entry => entry.point === point)) {
      if (--fault.occurrence > 0) continue
      armed = armed.filter(entry => entry !== fault)
      await told({ type: 'hit', id: fault.id })
      await inflict(fault)
    }
  })
}

/** Sent for sure, so that a kill right after it does not swallow it. */
const told = (message: FromChild) =>
  new Promise<void>(resolve => {
    if (process.send) process.send(message, () => resolve())
    else resolve()
  })

async function inflict({ action, ms }: Armed): Promise<void> {
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
