import type { CrashPoint } from '../../src/platform/crash-points.ts'
import { play, type Run } from './play.ts'
import type { FaultName, Rig } from './rig.ts'
import { seeded } from './seeded.ts'

/** Every crash point that exists by now. */
export const crashPoints: readonly CrashPoint[] = [
  ...(['S01-request-read', 'S02-validated', 'S03-message-row-written', 'S04-commit'] as const),
  ...(['S05-ack-sent-to-client', 'S06-event-published', 'S07-job-claimed', 'S08-retrieval-done'] as const),
  ...(['S09-llm-request-sent', 'S10-llm-first-token', 'S13-answer-row-written'] as const),
  ...(['S14-answer-commit', 'S15-answer-pushed-to-client'] as const),
]

const anywhere = [
  'fail',
  'delay',
  'stop',
  'database cut',
  'database away',
  'two take over',
  'client gone',
] as const

/** Every other fault that a point is tried with: what can go wrong with this database. */
export const otherFaults = ({ proxy }: Pick<Rig, 'proxy'>): readonly FaultName[] =>
  proxy ? [...anywhere, 'database silent'] : [...anywhere, 'disk full']

/** How many those are, whatever the database. */
export const OTHER_FAULTS = anywhere.length + 1

/**
 * The run of a seed in which `fault` happens at a crash point, at the `latest` time that the point is passed; the seed says
 * who talks meanwhile.
 */
function runAt(point: CrashPoint, seed: number, fault: FaultName, latest: number): Run {
  const place = crashPoints.indexOf(point)
  const random = seeded(seed * 7_919 + place)
  return {
    seed: seed * 100 + place,
    sessions: 1 + Math.floor(random() * 3),
    messagesPerSession: 2 + Math.floor(random() * 3),
    operators: Math.floor(random() * 3),
    faults: [
      {
        ...{ point, fault, occurrence: 1 + Math.floor(random() * latest) },
        ...(fault === 'delay' ? { ms: 300 + Math.floor(random() * 500) } : {}),
      },
    ],
  }
}

/** What came of the runs at one place. */
export interface Tally {
  name: string
  runs: number
  /** Runs in which the fault really happened. */
  reached: number
  /** Answers of the server that were judged. */
  calls: number
  violations: string[]
}

/**
 * Plays at one point until the process was killed there `kills` times, and each other fault `others` times. A run whose
 * fault was not met counts for nothing: the next seed takes its place, up to three for each.
 * @returns what broke, each with the run that shows it again, and what could not be met.
 */
export async function playPoint(
  rig: Rig,
  point: CrashPoint,
  wanted: { kills: number; others: number },
  onRun: (line: string) => void = () => undefined,
): Promise<Tally> {
  const tally: Tally = { name: point, runs: 0, reached: 0, calls: 0, violations: [] }
  await meet(rig, point, 'kill', wanted.kills, tally, onRun)
  // Fewer than there are faults: each point is tried with others than its neighbours are.
  const place = crashPoints.indexOf(point)
  const faults = otherFaults(rig)
  const count = Math.ceil(wanted.others * faults.length)
  for (let at = 0; at < count; at++) {
    const fault = faults[(place + at) % faults.length]!
    await meet(rig, point, fault, 1, tally, onRun, (at + 1) * 100)
  }
  return tally
}

async function meet(
  rig: Rig,
  point: CrashPoint,
  fault: FaultName,
  times: number,
  tally: Tally,
  onRun: (line: string) => void,
  // Never one that was played before: its conversations and messages would only be repeats.
  firstSeed = 0,
): Promise<void> {
  let met = 0
  let missed = 0
  for (let seed = firstSeed + 1; met < times && seed <= firstSeed + times * 3; seed++) {
    const before = rig.server.hits()
    const { violations, history } = await play(rig, runAt(point, seed, fault, Math.max(1, 3 - missed)))
    const reached = rig.server.hits() > before
    tally.runs++
    tally.calls += history.calls.length
    if (reached) {
      met++
      tally.reached++
    } else missed++
    const name = `${point} seed ${seed} ${fault}${reached ? '' : ' (not reached)'}`
    onRun(`${name}: ${violations.length === 0 ? 'ok' : violations.join('; ')}`)
    tally.violations.push(...violations.map(line => `${name}: ${line}`))
  }
  if (met < times) tally.violations.push(`${point} ${fault}: met ${met} times of ${times}`)
}
