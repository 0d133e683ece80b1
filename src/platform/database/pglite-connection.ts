import { CarelineError } from '../../kit/errors.ts'
import { startWorker } from '../worker.ts'
import { partsOf, toDatabaseError } from './database-error.ts'
import type { PgliteReply, PgliteRequest, PgliteWorkerData, QueryValue } from './pglite-messages.ts'

/** The one session of an embedded database, on its worker thread. */
export interface PgliteConnection {
  query(text: string, parameters: readonly unknown[]): Promise<QueryValue>
  send(request: PgliteRequest): Promise<unknown>
  /** Resolves with the reason when the session has ended by itself; it answers nothing more, and another may be opened. */
  readonly died: Promise<Error>
  /** Flushes and ends it. @throws what the last checkpoint threw; it is ended all the same. */
  close(): Promise<void>
}

type Call = { resolve: (value: unknown) => void; reject: (error: Error) => void }

/** Starts the thread and opens the database in it. @throws CarelineError `unavailable` if it cannot be opened. */
export async function connectPglite(
  data: PgliteWorkerData,
  onNotification: (channel: string, payload: string) => void,
): Promise<PgliteConnection> {
  const worker = startWorker('database', { workerData: data })
  const waiting = new Map<number, Call>()
  let nextId = 1
  let gone: Error | undefined
  let tellDeath: (reason: Error) => void
  const died = new Promise<Error>(resolve => {
    tellDeath = resolve
  })

  const fail = (cause: unknown) => {
    gone ??= toDatabaseError({ message: partsOf(cause).message })
    for (const { reject } of waiting.values()) reject(gone)
    waiting.clear()
    tellDeath(gone)
  }

  const receive = (message: PgliteReply) => {
    if (message.kind === 'notification') return onNotification(message.channel, message.payload)
    if (message.kind === 'fatal') {
      fail(message.error)
      // What it would say from now on is not to be believed.
      return void worker.terminate()
    }
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
      else if (message.kind === 'failed') reject(notOpened(message.error.message))
      else receive(message)
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
    died,
    async close() {
      try {
        if (!gone) await send({ op: 'close' })
      } finally {
        await worker.terminate()
      }
    },
  }
}

function notOpened(reason: string): CarelineError {
  return new CarelineError('unavailable', `The embedded database cannot be opened: ${reason}`)
}
