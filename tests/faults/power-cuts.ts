import { play } from './play.ts'
import type { Tally } from './points.ts'
import type { Prepared } from './prepared.ts'
import { startRig } from './rig.ts'
import { seeded } from './seeded.ts'

/**
 * Cuts the power in the middle of a talk, each time on a server of its own: the embedded database is then as it was at
 * its last checkpoint, before anybody spoke, and everything acknowledged since must come out of the journal.
 */
export async function playPowerCuts(
  prepared: Prepared,
  seeds: readonly number[],
  onRun: (line: string) => void = () => undefined,
): Promise<Tally> {
  const tally: Tally = { name: 'power cut', runs: 0, reached: 0, calls: 0, violations: [] }
  for (const seed of seeds) {
    const random = seeded(seed * 31)
    const rig = await startRig(prepared)
    const sessions = 1 + Math.floor(random() * 3)
    const messagesPerSession = 2 + Math.floor(random() * 3)
    const powerCutAfter = 1 + Math.floor(random() * sessions * messagesPerSession)
    try {
      const operators = Math.floor(random() * 3)
      const { violations, history } = await play(rig, {
        ...{ seed: 900_000 + seed, sessions, messagesPerSession, operators, powerCutAfter, faults: [] },
      })
      const isMet = rig.powerCuts() > 0
      if (!isMet) violations.push('unmet: the process was killed and the disk kept everything')
      onRun(`power cut seed ${seed}: ${violations.length === 0 ? 'ok' : violations.join('; ')}`)
      tally.runs++
      tally.calls += history.calls.length
      if (isMet) tally.reached++
      tally.violations.push(...violations.map(line => `power cut seed ${seed}: ${line}`))
    } finally {
      await rig.stop()
    }
  }
  return tally
}
