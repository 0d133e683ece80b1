import type { CrashPoint } from '../../src/platform/crash-points.ts'
import { play, type Run, seeded } from './play.ts'
import type { FaultName, Rig } from './rig.ts'

/** Every crash point that exists by now. */
export const crashPoints: readonly CrashPoint[] = [
  ...(['S01-request-read', 'S02-validated', 'S03-message-row-written', 'S04-commit'] as const),
  ...(['S05-ack-sent-to-client', 'S06-event-published', 'S07-job-claimed', 'S08-retrieval-done'] as const),
  ...(['S09-llm-request-sent', 'S10-llm-first-token', 'S13-answer-row-written'] as const),
  ...(['S14-answer-commit', 'S15-answer-pushed-to-client'] as const),
]

const others: readonly FaultName[] = [
  ...(['fail', 'delay', 'stop', 'database cut', 'database away', 'disk full', 'two take over'] as const),
]

/** The run of a seed at a crash point: every second one a kill, else another fault; and who talks meanwhile. */
export function runAt(point: CrashPoint, seed: number): Run {
  const place = crashPoints.indexOf(point)
  const random = seeded(seed * 7_919 + place)
  const fault = seed % 2 === 1 ? 'kill' : others[(seed / 2 + place) % others.length]!
  return {
    seed: seed * 100 + place,
    sessions: 1 + Math.floor(random() * 3),
    messagesPerSession: 2 + Math.floor(random() * 3),
    operators: Math.floor(random() * 3),
    faults: [
      { point, fault, occurrence: 1 + Math.floor(random() * 3), ms: 300 + Math.floor(random() * 500) },
    ],
  }
}

/** What came of the runs at one place. */
export interface Tally {
  name: string
  runs: number
  /** Runs in which the fault really happened. */
  reached: number
  violations: string[]
}

/** Plays `seeds` at one point; each violation carries the run that shows it again. */
export async function playPoint(
  rig: Rig,
  point: CrashPoint,
  seeds: readonly number[],
  onRun: (line: string) => void = () => undefined,
): Promise<Tally> {
  const tally: Tally = { name: point, runs: 0, reached: 0, violations: [] }
  for (const seed of seeds) {
    const before = rig.server.hits()
    const run = runAt(point, seed)
    const { violations } = await play(rig, run)
    const reached = rig.server.hits() > before
    tally.runs++
    if (reached) tally.reached++
    const name = `${point} seed ${seed} ${run.faults[0]!.fault}${reached ? '' : ' (not reached)'}`
    onRun(`${name}: ${violations.length === 0 ? 'ok' : violations.join('; ')}`)
    tally.violations.push(...violations.map(line => `${name}: ${line}`))
  }
  return tally
}
