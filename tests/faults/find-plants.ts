import { plants } from './plants.ts'
import { play } from './play.ts'
import type { Prepared } from './prepared.ts'
import { startRig } from './rig.ts'

/** What the harness said of a planted bug: the first broken promise, and in which run. */
export interface Finding {
  name: string
  runs: number
  found: string | undefined
  /** What the runs of a bug that was planted alone showed besides: nothing. */
  besides: string[]
}

/** Plants each bug in a server of its own and plays until a promise is broken, at most `atMost` runs. */
export async function playPlants(
  prepared: Prepared,
  atMost: number,
  { only, onFinding = () => undefined }: { only?: string; onFinding?: (finding: Finding) => void } = {},
): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const [name, plant] of Object.entries(plants)) {
    if (only !== undefined && name !== only) continue
    const rig = await startRig(prepared, { plant })
    try {
      let runs = 0
      let found: string | undefined
      const besides: string[] = []
      while (!found && runs < atMost) {
        runs++
        const faults = plant.at ? [{ point: plant.at, occurrence: runs, fault: 'kill' as const }] : []
        const run = { ...plant.talk, seed: runs * 1_000, faults }
        const { violations } = await play(rig, run)
        found = violations.find(line => plant.breaks.test(line))
        if (plant.alone) besides.push(...violations.filter(line => !plant.breaks.test(line)))
      }
      findings.push({ name, runs, found, besides })
      onFinding({ name, runs, found, besides })
    } finally {
      await rig.stop()
    }
  }
  return findings
}
