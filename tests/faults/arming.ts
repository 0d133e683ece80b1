import type { CrashPoint } from '../../src/platform/crash-points.ts'
import type { Blow } from './child-messages.ts'

/** What happens to the process that passes `point` as the `occurrence`th, counted from now. */
export interface Armed extends Blow {
  point: CrashPoint
  occurrence: number
}

/** The faults of a run. Counted in the parent, so that it is one count over two copies and over every restart. */
export interface Arming {
  /** `onHit` is called when a fault happens, with its place in the list. */
  arm(faults: readonly Armed[], onHit: (index: number) => void): void
  disarm(): void
  /** Where a process has to ask. */
  points(): CrashPoint[]
  /** A process passes `point`: what happens to it there. */
  pass(point: CrashPoint): Blow[]
  /** How many faults have happened so far. */
  hits(): number
}

/** Nothing is armed at first. */
export function createArming(): Arming {
  let waiting: { fault: Armed; left: number; onHit: () => void }[] = []
  let hits = 0
  return {
    arm(faults, onHit) {
      for (const [index, fault] of faults.entries())
        waiting.push({ fault, left: fault.occurrence, onHit: () => onHit(index) })
    },
    disarm() {
      waiting = []
    },
    points: () => [...new Set(waiting.map(({ fault }) => fault.point))],
    pass(point) {
      const due = waiting.filter(entry => entry.fault.point === point && --entry.left === 0)
      waiting = waiting.filter(entry => !due.includes(entry))
      hits += due.length
      for (const { onHit } of due) onHit()
      return due.map(({ fault: { action, ms } }) => ({ action, ms }))
    },
    hits: () => hits,
  }
}
