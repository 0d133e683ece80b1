import type { CrashPoint } from '../../src/platform/crash-points.ts'

/** What the child does to itself when it reaches `point` for the `occurrence`th time from now; `tell`: nothing. */
export interface Armed {
  id: number
  point: CrashPoint
  occurrence: number
  action: 'kill' | 'stop' | 'delay' | 'fail' | 'tell'
  /** How long a delay takes. */
  ms: number
}

/** How the wakes between processes misbehave: as a message broker that is away, or that says everything twice. */
export type BusFault = 'none' | 'gone' | 'twice'

export type ToChild =
  | { type: 'arm'; faults: Armed[] }
  | { type: 'disarm' }
  | { type: 'clock'; offsetMs: number }
  | { type: 'disk'; full: boolean }
  | { type: 'bus'; fault: BusFault }

export type FromChild = { type: 'ready'; port: number } | { type: 'hit'; id: number }

/** The child's first argument, as JSON. */
export interface ChildOptions {
  dataDir: string
  /** A PostgreSQL server; without it the embedded database of `dataDir`. */
  databaseUrl?: string
  /** Where a scripted language model answers. */
  modelUrl: string
  /** Guards of the database that are taken away, for planted bugs. */
  sql: string[]
}
