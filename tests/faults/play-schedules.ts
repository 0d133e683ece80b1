import { play } from './play.ts'
import type { Tally } from './points.ts'
import type { Prepared } from './prepared.ts'
import { startRig } from './rig.ts'
import { type Limits, lackingFor, readSchedules, runOf } from './schedules.ts'

/** Plays the schedules of the shared file that are of this mode and need no later part, each on a server of its own. */
export async function playSchedules(
  prepared: Prepared,
  mode: 'embedded' | 'production',
  limits: Partial<Limits> = {},
  onRun: (line: string) => void = () => undefined,
): Promise<Tally[]> {
  const tallies: Tally[] = []
  for (const schedule of await readSchedules()) {
    if (schedule.mode !== mode) continue
    const run = runOf(schedule, { sessions: 100, messages: 10, scale: 1, ...limits })
    if (!run) {
      onRun(`${schedule.id} is not played, for want of ${lackingFor(schedule).join(' and ')}`)
      continue
    }
    // Production is more than one process.
    const rig = await startRig(prepared, { copies: mode === 'production' ? 2 : 1 })
    try {
      const { violations, history } = await play(rig, run)
      const met = rig.server.hits()
      onRun(
        `${schedule.id} (${met} of ${run.faults.length} faults met): ${violations.length === 0 ? 'ok' : violations.join('; ')}`,
      )
      tallies.push({
        ...{ name: schedule.id, runs: 1, reached: met > 0 ? 1 : 0, calls: history.calls.length },
        violations: violations.map(line => `${schedule.id}: ${line}`),
      })
    } finally {
      await rig.stop()
    }
  }
  return tallies
}
