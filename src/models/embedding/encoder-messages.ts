import type { EncoderOptions } from './encoder.ts'

/** What a thread is started with. */
export type EncoderThreadOptions = EncoderOptions

/** To the thread: texts that already carry their prefix. */
export interface EncodeRequest {
  id: number
  texts: readonly string[]
}

/** From the thread. `vectors` holds one row of `dimensions` floats per text, transferred. */
export type EncoderReply =
  | { kind: 'ready' }
  | { kind: 'failed'; message: string }
  | { kind: 'progress'; id: number; done: number }
  | { kind: 'encoded'; id: number; vectors: Float32Array }
  | { kind: 'refused'; id: number; message: string }
