import type { Worker } from 'node:worker_threads'
import { CarelineError, messageOf } from '../kit/errors.ts'
import { startWorker } from '../platform/worker.ts'
import type { ModelEnd, ModelReply, ModelRequest } from './model-messages.ts'

/** Where a lazily started thread is in its life; shown by the readiness page. */
export type LoadState = 'idle' | 'loading' | 'ready' | 'failed'

interface Waiting {
  resolve(values: Float32Array): void
  reject(error: Error): void
  onProgress: ((done: number) => void) | undefined
}

export interface ModelThreadOptions {
  worker: 'encoder' | 'reranker'
  /** What the model is called in errors, such as "embedding model all-minilm-l6-v2". */
  called: string
  directory: string
  /** What the worker loads the model with; must survive a structured clone. */
  workerData: unknown
  /** The thread ends after this long without work, and its memory with it; unset: it stays. */
  idleMs?: number
}

export interface ModelThread {
  state(): LoadState
  /** Loads the model if it is not there yet. @throws CarelineError `unavailable` that names the model. */
  load(): Promise<void>
  /** What the worker makes of the texts, in one array. @throws CarelineError `unavailable` when it cannot. */
  run(
    texts: readonly string[],
    onProgress?: (done: number) => void,
    wanted?: ModelRequest['wanted'],
  ): Promise<Float32Array>
  close(): Promise<void>
}

/** How long a thread may take to finish what it does, in ms, before it is ended in the middle. */
const LAST_WORK_MS = 20_000

/** Lets a thread finish: the runtime of the model aborts the whole process when it is ended while it loads or runs. */
async function end(worker: Worker | undefined): Promise<void> {
  if (!worker) return
  const late = setTimeout(() => void worker.terminate(), LAST_WORK_MS)
  const ended = new Promise(resolve => worker.once('exit', resolve))
  worker.ref()
  worker.postMessage('end' satisfies ModelEnd)
  await ended
  clearTimeout(late)
}

/** One model session in a thread of its own, started by its first use, and again by the next use after it ended. */
export function createModelThread(options: ModelThreadOptions): ModelThread {
  const { called, directory } = options
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
      const worker = startWorker(options.worker, { workerData: options.workerData })
      thread = worker
      const broken = (message: string) => {
        if (thread !== worker) return
        forget()
        state = 'failed'
        const error = new CarelineError(
          'unavailable',
          `The ${called} in ${directory} does not work: ${message}`,
        )
        reject(error)
        fail(error)
        void worker.terminate()
      }
      worker.on('message', (reply: ModelReply) => {
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

  const settle = (reply: Exclude<ModelReply, { kind: 'ready' } | { kind: 'failed' }>) => {
    const one = waiting.get(reply.id)
    if (!one) return
    if (reply.kind === 'progress') {
      one.onProgress?.(reply.done)
      return
    }
    waiting.delete(reply.id)
    if (reply.kind === 'done') one.resolve(reply.values)
    else one.reject(new CarelineError('unavailable', `The ${called}: ${reply.message}`))
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
      void end(worker)
    }, options.idleMs)
    idle.unref()
  }

  const load = () => {
    if (closed) return Promise.reject(new CarelineError('unavailable', `The ${called} is closed.`))
    loading ??= start()
    return loading
  }

  return {
    state: () => state,
    load,
    async run(texts, onProgress, wanted) {
      if (texts.length === 0) return new Float32Array(0)
      await load()
      clearTimeout(idle)
      thread?.ref()
      const id = nextId++
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject, onProgress })
        thread?.postMessage({ id, texts, ...(wanted ? { wanted } : {}) } satisfies ModelRequest)
      })
    },
    async close() {
      closed = true
      const worker = thread
      forget()
      state = 'idle'
      fail(new CarelineError('unavailable', `The ${called} is closed.`))
      await end(worker)
    },
  }
}
