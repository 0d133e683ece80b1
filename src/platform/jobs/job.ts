/** A piece of work that is done later, at least once, and not given up before its last attempt. */
export interface Job<P = unknown> {
  id: string
  workspaceId: string
  kind: string
  payload: P
  /** 1 for the first try. */
  attempt: number
  maxAttempts: number
}

/** How far a long job has come, for bars and for the API. */
export interface Progress {
  done: number
  total: number | null
  failed: number
  /** Items a second since the start. */
  rate: number
  etaSeconds: number | null
  note?: string
}

/** A job as others see it. */
export interface JobStatus {
  id: string
  workspaceId: string
  kind: string
  state: 'queued' | 'running' | 'done' | 'dead'
  attempts: number
  progress: Progress | null
  lastError: string | null
  createdAt: Date
  finishedAt: Date | null
}
