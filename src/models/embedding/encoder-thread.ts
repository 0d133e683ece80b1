import type { Worker } from 'node:worker_threads'
import { CarelineError, messageOf } from '../../kit/errors.ts'
import { startWorker } from '../../platform/worker.ts'
import type { EncoderReply, EncoderThreadOptions } from './encoder-messages.ts'

/** Where a lazily started thread is in its life; shown by the readiness page. */
export type LoadState = 'idle' | 'loading' | 'ready' | 'failed'

interface Waiting {
  resolve(vectors: Float32Array): void
  reject(error: Error): void
  onProgress: ((done: number) => void) | undefined
}

export interface EncoderThread {
  state(): LoadState
  /** Loads the model if it is not there yet. @throws CarelineError `unavailable` that names the model. */
  load(): Promise<void>
  /** All vectors in one array, `dimensions` floats each. */
  encode(texts: readonly string[], onProgress?: (done: number) => void): Promise<Float32Array>
  close(): Promise<void>
}

/**
 * One model session in a thread of its own, started by its first use. With `idleMs` the thread ends after that long
 * without work, and its memory with it; the next use starts another.
 */
export function createEncoderThread(options: EncoderThreadOptions & { idleMs?: number }): EncoderThread {
  const waiting = new Map<number, Waiting>()
  let state: LoadState = 'idle'
  let thread: Worker | undefined
  let loading: Promise<void> | undefined
  let nextId = 1
  let idle: NodeJS.Timeout | undefined
  let closed = false

  const fail = (error: CarelineError) => {
    for (const one of waiting.values()) one.reject(error)
    waiting.clear()
  }

  const forget = () => {
    clearTimeout(idle)
    thread = undefined
    loading = undefined
  }

  const start = () =>
    new Promise<void>((resolve, reject) => {
      state = 'loading'
      const { idleMs: _, ...workerData } = options
      const worker = startWorker('encoder', { workerData })
      thread = worker
      const broken = (message: string) => {
        if (thread !== worker) return
        forget()
        state = 'failed'
        const error = new CarelineError(
          'unavailable',
          `The embedding model ${options.manifest.id} in ${options.directory} does not work: ${message}`,
        )
        reject(error)
        fail(error)
        void worker.terminate()
      }
      worker.on('message', (reply: EncoderReply) => {
        if (reply.kind === 'ready') {
          state = 'ready'
          // Work under way keeps the process alive; a loaded model alone does not.
          if (waiting.size === 0) worker.unref()
          resolve()
        } else if (reply.kind === 'failed') broken(reply.message)
        else settle(reply)
      })
      worker.on('error', error => broken(messageOf(error)))
      worker.on('exit', code => broken(`its thread ended with code ${code}`))
    })

  const settle = (reply: Exclude<EncoderReply, { kind: 'ready' } | { kind: 'failed' }>) => {
    const one = waiting.get(reply.id)
    if (!one) return
    if (reply.kind === 'progress') {
      one.onProgress?.(reply.done)
      return
    }
    waiting.delete(reply.id)
    if (reply.kind === 'encoded') one.resolve(reply.vectors)
    else one.reject(new CarelineError('unavailable', `${options.manifest.id}: ${reply.message}`))
    if (waiting.size === 0) rest()
  }

  const rest = () => {
    thread?.unref()
    if (options.idleMs === undefined) return
    clearTimeout(idle)
    idle = setTimeout(() => {
      const worker = thread
      forget()
      state = 'idle'
      void worker?.terminate()
    }, options.idleMs)
    idle.unref()
  }

  const load = () => {
    if (closed) return Promise.reject(new CarelineError('unavailable', `${options.manifest.id} is closed.`))
    loading ??= start()
    return loading
  }

  return {
    state: () => state,
    load,
    async encode(texts, onProgress) {
      if (texts.length === 0) return new Float32Array(0)
      await load()
      clearTimeout(idle)
      thread?.ref()
      const id = nextId++
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject, onProgress })
        thread?.postMessage({ id, texts })
      })
    },
    async close() {
      closed = true
      const worker = thread
      forget()
      state = 'idle'
      fail(new CarelineError('unavailable', `${options.manifest.id} is closed.`))
      await worker?.terminate()
    },
  }
}
