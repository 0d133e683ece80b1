import type { CrashPoint } from '../../src/platform/crash-points.ts'

export type Action = 'kill' | 'stop' | 'delay' | 'fail'

/** What the child does to itself at a crash point. */
export interface Blow {
  action: Action
  /** How long a delay or a stop takes. */
  ms: number
}

/** How the wakes between processes misbehave: as a message broker that is away, or that says everything twice. */
export type BusFault = 'none' | 'gone' | 'twice'

export type ToChild =
  /** At these points the child asks what to do; elsewhere it goes on. */
  | { type: 'points'; points: CrashPoint[] }
  /** The answer to a question. */
  | { type: 'blows'; id: number; blows: Blow[] }
  | { type: 'clock'; offsetMs: number }
  | { type: 'disk'; full: boolean }
  | { type: 'bus'; fault: BusFault }
  /** The embedded database dies, and cannot be opened again before it is told that it may. */
  | { type: 'database'; dead: boolean }

export type FromChild =
  | { type: 'ready'; port: number }
  /** The child is at this point and waits for its blows. */
  | { type: 'passes'; id: number; point: CrashPoint }

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
