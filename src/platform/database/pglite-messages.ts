import type { ErrorParts } from './database-error.ts'

/** What the main thread asks of the database thread. */
export type PgliteRequest =
  | { op: 'query'; text: string; parameters: readonly unknown[] }
  | { op: 'execute'; text: string }
  | { op: 'listen'; channel: string }
  | { op: 'unlisten'; channel: string }
  | { op: 'checkpoint' }
  | { op: 'dump' }
  | { op: 'close' }

export type PgliteReply =
  | { kind: 'ready' }
  | { kind: 'failed'; error: ErrorParts }
  | { kind: 'result'; id: number; value: unknown }
  | { kind: 'error'; id: number; error: ErrorParts }
  /** The session is dead: nothing more can be asked of it. */
  | { kind: 'fatal'; error: ErrorParts }
  | { kind: 'notification'; channel: string; payload: string }

/** Where the thread opens its database: a directory, or memory; `image` is a dump to start a new one from. */
export interface PgliteWorkerData {
  dataDir: string | undefined
  image: Uint8Array | undefined
}

export interface QueryValue {
  rows: unknown[]
  affectedRows: number
}
