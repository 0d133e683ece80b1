import type { CrashPoint } from '../../src/platform/crash-points.ts'

/** What happens when the process reaches `point` for the `occurrence`th time from now. */
export interface Armed {
  id: number
  point: CrashPoint
  occurrence: number
  action: 'kill' | 'stop' | 'delay' | 'fail'
  ms: number
}

export type ToChild =
  | { type: 'arm'; faults: Armed[] }
  | { type: 'disarm' }
  | { type: 'clock'; offsetMs: number }
  | { type: 'model'; fault: 'none' | 'refuses' | 'stalls' | 'cut' }

export type FromChild = { type: 'ready'; port: number } | { type: 'hit'; id: number }
