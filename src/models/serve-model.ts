import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { messageOf } from '../kit/errors.ts'
import type { ModelEnd, ModelReply, ModelRequest } from './model-messages.ts'

/** Runs the model on one request's texts; tells how many of them are done. */
export type RunModel = (
  texts: readonly string[],
  onProgress: (done: number) => void,
  wanted?: ModelRequest['wanted'],
) => Promise<Float32Array>

/**
 * The life of a model thread: loads the model with what the thread was started with, tells that it is ready, and
 * answers requests in order. A request that fails is refused; only a model that cannot be loaded ends the thread.
 */
export async function serveModel<Options>(load: (options: Options) => Promise<RunModel>): Promise<void> {
  const port = parentPort
  if (!port) throw new Error('A model is served only in a worker thread')
  try {
    const run = await load(workerData as Options)
    let last = Promise.resolve()
    port.on('message', (request: ModelRequest | ModelEnd) => {
      // In a thread this ends the thread.
      last = last.then(() => (request === 'end' ? process.exit() : answer(port, run, request)))
    })
    send(port, { kind: 'ready' })
  } catch (error) {
    send(port, { kind: 'failed', message: messageOf(error) })
    port.close()
  }
}

async function answer(port: MessagePort, run: RunModel, { id, texts, wanted }: ModelRequest): Promise<void> {
  try {
    const values = await run(texts, done => send(port, { kind: 'progress', id, done }), wanted)
    send(port, { kind: 'done', id, values }, [values.buffer as ArrayBuffer])
  } catch (error) {
    send(port, { kind: 'refused', id, message: messageOf(error) })
  }
}

function send(port: MessagePort, message: ModelReply, transfer: ArrayBuffer[] = []): void {
  port.postMessage(message, transfer)
}
