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

/** The faults of the file in the words of the harness. Our bus stands where others have a broker. */
const names: Readonly<Record<string, FaultName>> = {
  'kill -9 app': 'kill',
  'kill -9 worker': 'kill',
  'process paused 15 s (SIGSTOP) then continued': 'stop',
  'db connection cut': 'database cut',
  'db restart': 'database away',
  'llm 429 for 30 s': 'model refuses',
  'llm stalls': 'model stalls',
  'llm cut mid-stream': 'model cut',
  'clock +1 h': 'clock forward',
  'clock -1 h': 'clock back',
  'disk full 20 s': 'disk full',
  'redis gone 20 s': 'bus gone',
  'nats gone 20 s': 'bus gone',
  'nats redelivers': 'bus twice',
  'two operators take over at once': 'two take over',
  'operator releases while bot answers': 'release',
  // Clients of every run resend and come back to their stream; the connection is cut here to make them.
  'client reconnects and resends': 'kill',
}

/** The schedules of the file, or an error that says that it is not there. */
export async function readSchedules(): Promise<Schedule[]> {
  const file = new URL('../../../shared/data/security/fault_schedules.jsonl', import.meta.url)
  const lines = (await readFile(file, 'utf8')).trim().split('\n')
  return lines.map(line => JSON.parse(line) as Schedule)
}

/** The run of a schedule, or `undefined` when it needs a part that does not exist yet (mail, tools, webhooks ...). */
export function runOf(schedule: Schedule, limits = { sessions: 100, messages: 10 }): Run | undefined {
  const faults = schedule.faults.flatMap(({ at, occurrence, fault }) => {
    const point = crashPoints.find(one => one === at) satisfies CrashPoint | undefined
    const name = names[fault]
    return point && name ? [{ point, occurrence, fault: name }] : []
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
