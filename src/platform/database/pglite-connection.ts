import { CarelineError } from '../../kit/errors.ts'
import { startWorker } from '../worker.ts'
import { partsOf, toDatabaseError } from './database-error.ts'
import type { PgliteReply, PgliteRequest, PgliteWorkerData, QueryValue } from './pglite-messages.ts'

/** The one session of an embedded database, on its worker thread. */
export interface PgliteConnection {
  query(text: string, parameters: readonly unknown[]): Promise<QueryValue>
  send(request: PgliteRequest): Promise<unknown>
  onNotification(channel: string, listener: (payload: string) => void): () => void
  close(): Promise<void>
}

/** Starts the thread and opens the database in it. @throws CarelineError `unavailable` if it cannot be opened. */
export async function connectPglite(data: PgliteWorkerData): Promise<PgliteConnection> {
  const worker = startWorker('database', { workerData: data })
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>()
  const listeners = new Map<string, Set<(payload: string) => void>>()
  let nextId = 1
  let gone: Error | undefined

  const fail = (cause: unknown) => {
    gone ??= toDatabaseError({ message: partsOf(cause).message })
    for (const { reject } of waiting.values()) reject(gone)
    waiting.clear()
  }

  const receive = (message: PgliteReply) => {
    if (message.kind === 'notification')
      for (const listener of listeners.get(message.channel) ?? []) listener(message.payload)
    if (message.kind !== 'result' && message.kind !== 'error') return
    const call = waiting.get(message.id)
    waiting.delete(message.id)
    if (message.kind === 'result') call?.resolve(message.value)
    else call?.reject(toDatabaseError(message.error))
  }

  await new Promise<void>((resolve, reject) => {
    worker.on('error', error => {
      fail(error)
      reject(gone)
    })
    worker.on('exit', code => {
      fail({ message: `the database thread ended (${code})` })
      reject(gone)
    })
    worker.on('message', (message: PgliteReply) => {
      if (message.kind === 'ready') resolve()
      else if (message.kind === 'failed') {
        reject(
          new CarelineError(
            'unavailable',
            `The embedded database cannot be opened: ${message.error.message}`,
          ),
        )
      } else receive(message)
    })
  })

  const send = (request: PgliteRequest) =>
    new Promise<unknown>((resolve, reject) => {
      if (gone) return reject(gone)
      const id = nextId++
      waiting.set(id, { resolve, reject })
      worker.postMessage({ id, request })
    })

  return {
    query: async (text, parameters) => (await send({ op: 'query', text, parameters })) as QueryValue,
    send,
    onNotification(channel, listener) {
      const known = listeners.get(channel) ?? new Set()
      listeners.set(channel, known.add(listener))
      return () => known.delete(listener)
    },
    async close() {
      if (!gone) await send({ op: 'close' })
      await worker.terminate()
    },
  }
}
