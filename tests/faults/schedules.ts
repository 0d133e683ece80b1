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

/** The run of a schedule, or `undefined` when it needs a part that does not exist yet (mail, tools, webhooks ...). */
export function runOf(schedule: Schedule, limits: Limits): Run | undefined {
  const faults = schedule.faults.flatMap(({ at, occurrence, fault }) => {
    const point = crashPoints.find(one => one === at) satisfies CrashPoint | undefined
    const named = names[fault]
    if (!point || !named) return []
    const lasting = named.ms === undefined ? {} : { ms: named.ms * limits.scale }
    return [{ point, occurrence, fault: named.fault, ...lasting }]
  })
  if (faults.length < schedule.faults.length) return undefined
  return {
    seed: schedule.seed,
    sessions: Math.min(schedule.sessions, limits.sessions),
    messagesPerSession: Math.min(schedule.messages_per_session, limits.messages),
    operators: schedule.operators,
    faults,
  }
}
