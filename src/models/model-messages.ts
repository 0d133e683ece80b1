/** To the thread: texts that already carry their prefix; to a reranker, the query and then the passages. */
export interface ModelRequest {
  id: number
  texts: readonly string[]
  /** What is wanted of an encoder: vectors, or only into how many tokens each text falls. */
  wanted?: 'pieces'
}

/** To the thread: end once all that was asked before is answered. */
export type ModelEnd = 'end'

/** From the thread. `values` holds a row of floats per text (an encoder) or one a passage (a reranker), transferred. */
export type ModelReply =
  | { kind: 'ready' }
  | { kind: 'failed'; message: string }
  | { kind: 'progress'; id: number; done: number }
  | { kind: 'done'; id: number; values: Float32Array }
  | { kind: 'refused'; id: number; message: string }
