import type { CrashPoint } from '../../src/platform/crash-points.ts'
import { play, type Run, seeded } from './play.ts'
import type { Server } from './process.ts'

/** Every crash point that exists by now. */
export const crashPoints: readonly CrashPoint[] = [
  ...(['S01-request-read', 'S02-validated', 'S03-message-row-written', 'S04-commit'] as const),
  ...(['S05-ack-sent-to-client', 'S06-event-published', 'S07-job-claimed', 'S08-retrieval-done'] as const),
  ...(['S09-llm-request-sent', 'S10-llm-first-token', 'S13-answer-row-written'] as const),
  ...(['S14-answer-commit', 'S15-answer-pushed-to-client'] as const),
]

const actions = ['kill', 'kill', 'fail', 'delay', 'stop'] as const

/** The run of a seed at a crash point: mostly a kill, sometimes a failure, a delay or a pause, and who talks meanwhile. */
export function runAt(point: CrashPoint, seed: number): Run {
  const random = seeded(seed * 7_919 + crashPoints.indexOf(point))
  const action = seed % 5 === 0 ? 'kill' : actions[Math.floor(random() * actions.length)]!
  return {
    seed: seed * 100 + crashPoints.indexOf(point),
    sessions: 1 + Math.floor(random() * 3),
    messagesPerSession: 2 + Math.floor(random() * 3),
    operators: Math.floor(random() * 3),
    faults: [
      { point, occurrence: 1 + Math.floor(random() * 3), action, ms: 300 + Math.floor(random() * 500) },
    ],
  }
}

/** Plays `seeds` at every point and says what broke, each line with the run that shows it again. */
export async function playPoints(
  server: Server,
  points: readonly CrashPoint[],
  seeds: readonly number[],
  onRun: (line: string) => void = () => undefined,
): Promise<{ runs: number; violations: string[] }> {
  const violations: string[] = []
  let runs = 0
  for (const point of points) {
    for (const seed of seeds) {
      const before = server.hits()
      const run = runAt(point, seed)
      const found = (await play(server, run)).violations
      runs++
      const fault = `${point} seed ${seed} ${run.faults[0]!.action}${server.hits() > before ? '' : ' (not reached)'}`
      onRun(`${fault}: ${found.length === 0 ? 'ok' : found.join('; ')}`)
      violations.push(...found.map(line => `${fault}: ${line}`))
    }
  }
  return { runs, violations }
}
