import { readFile } from 'node:fs/promises'
import type { CrashPoint } from '../../src/platform/crash-points.ts'
import type { Run } from './play.ts'
import { crashPoints } from './points.ts'
import type { FaultName } from './rig.ts'

/** A schedule of the shared file, as far as it is read here. */
export interface Schedule {
  id: string
  seed: number
  sessions: number
  messages_per_session: number
  operators: number
  mode: 'embedded' | 'production'
  faults: { at: string; occurrence: number; fault: string }[]
}

/** A fault in the words of the harness, with the time the file gives it. */
interface Named {
  fault: FaultName
  ms?: number
}

/** The faults of the file. Our bus stands where others have a broker. */
const names: Readonly<Record<string, Named>> = {
  'kill -9 app': { fault: 'kill' },
  // There is no worker apart: whoever runs jobs is the whole process.
  'kill -9 worker': { fault: 'kill' },
  'process paused 15 s (SIGSTOP) then continued': { fault: 'stop', ms: 15_000 },
  'db connection cut': { fault: 'database cut' },
  'db restart': { fault: 'database away' },
  'llm 429 for 30 s': { fault: 'model refuses', ms: 30_000 },
  'llm stalls': { fault: 'model stalls' },
  'llm cut mid-stream': { fault: 'model cut' },
  'clock +1 h': { fault: 'clock forward' },
  'clock -1 h': { fault: 'clock back' },
  'disk full 20 s': { fault: 'disk full', ms: 20_000 },
  'redis gone 20 s': { fault: 'bus gone', ms: 20_000 },
  'nats gone 20 s': { fault: 'bus gone', ms: 20_000 },
  'nats redelivers': { fault: 'bus twice' },
  'two operators take over at once': { fault: 'two take over' },
  'operator releases while bot answers': { fault: 'release' },
  'client reconnects and resends': { fault: 'client gone' },
}

/** How much of a schedule is played. */
export interface Limits {
  sessions: number
  messages: number
  /** What the times of the file are multiplied by: 1 plays them as they are. */
  scale: number
}

/** The schedules of the file, or an error that says that it is not there. */
export async function readSchedules(): Promise<Schedule[]> {
  const file = new URL('../../../shared/data/security/fault_schedules.jsonl', import.meta.url)
  const lines = (await readFile(file, 'utf8')).trim().split('\n')
  return lines.map(line => JSON.parse(line) as Schedule)
}

/** What a schedule needs that does not exist yet, by the beginning of the file's names for it. */
const later: Readonly<Record<string, string>> = {
  S11: 'calls of tools',
  S12: 'calls of tools',
  S16: 'a channel that delivers',
  S18: 'a channel that delivers',
  S19: 'a crash point inside the handoff',
  S22: 'a mailbox that is read',
  S23: 'a crash point inside the erasure',
  S24: 'a crash point inside the erasure',
  S25: 'a migration that can stop half-way',
  smtp: 'mail that is sent',
  tool: 'calls of tools',
  webhook: 'webhooks that come in',
  'two app copies': 'two copies that are made to take the same job',
}

/** Why a schedule cannot be played: each part that it needs and that is not there; empty when it can. */
export function lackingFor({ faults }: Schedule): string[] {
  const lacking = faults.flatMap(({ at, fault }) => [
    ...(pointOf(at) ? [] : [laterOf(at)]),
    ...(names[fault] ? [] : [laterOf(fault)]),
  ])
  return [...new Set(lacking)]
}

const pointOf = (at: string) => crashPoints.find(one => one === at) satisfies CrashPoint | undefined
const laterOf = (name: string) =>
  Object.entries(later).find(([beginning]) => name.startsWith(beginning))?.[1] ?? `"${name}"`

/** The run of a schedule, or `undefined` when it needs a part that does not exist yet (see `lackingFor`). */
export function runOf(schedule: Schedule, limits: Limits): Run | undefined {
  if (lackingFor(schedule).length > 0) return undefined
  return {
    seed: schedule.seed,
    sessions: Math.min(schedule.sessions, limits.sessions),
    messagesPerSession: Math.min(schedule.messages_per_session, limits.messages),
    operators: schedule.operators,
    faults: schedule.faults.map(({ at, occurrence, fault }) => {
      const { ms, ...named } = names[fault]!
      return {
        point: pointOf(at)!,
        occurrence,
        ...named,
        ...(ms === undefined ? {} : { ms: ms * limits.scale }),
      }
    }),
  }
}
