import { parentPort, workerData } from 'node:worker_threads'
import { PGlite, types } from '@electric-sql/pglite'
import { vector } from '@electric-sql/pglite-pgvector'
import { partsOf } from './database-error.ts'
import type { PgliteReply, PgliteRequest, PgliteWorkerData, QueryValue } from './pglite-messages.ts'
import { createFileSync } from './sync-files.ts'

// PGlite works on the thread that calls it and may hold it for seconds, so it lives on one of its own.

const { dataDir, image } = workerData as PgliteWorkerData
const port = parentPort!
const listeners = new Map<string, () => Promise<void>>()
const files = dataDir ? createFileSync(dataDir) : undefined

const reply = (message: PgliteReply) => port.postMessage(message)

/**
 * PostgreSQL's 128 MB of page cache, touched at the start, are most of its memory; the system caches the files too. A
 * checkpoint must not delete the log that the one before it needs: until its own files are flushed, a power cut falls
 * back to that one.
 */
const startParams = [
  ...[...PGlite.defaultStartParams, '-c', 'shared_buffers=16MB'],
  ...['-c', 'wal_keep_size=128MB'],
]

/** Both drivers give the same types: bigint as number, date as the text PostgreSQL writes. */
const parsers = { [types.INT8]: Number, [types.DATE]: (text: string) => text }

/** PGlite reads every value with a decoder that drops a leading byte order mark, which a server's driver keeps. */
globalThis.TextDecoder = class extends TextDecoder {
  constructor(...[label, options]: ConstructorParameters<typeof TextDecoder>) {
    super(label, { ignoreBOM: true, ...options })
  }
}

async function open(): Promise<PGlite> {
  const pglite = await PGlite.create({
    ...(dataDir ? { dataDir } : {}),
    ...(image ? { loadDataDir: new Blob([image as Uint8Array<ArrayBuffer>]) } : {}),
    extensions: { vector },
    parsers,
    startParams,
  })
  return pglite
}

async function answer(pglite: PGlite, request: PgliteRequest): Promise<unknown> {
  switch (request.op) {
    case 'query': {
      const { rows, affectedRows } = await pglite.query(request.text, [...request.parameters])
      return { rows, affectedRows: affectedRows ?? 0 } satisfies QueryValue
    }
    case 'execute':
      // What fails half way must not leave its transaction open for whoever comes next.
      await pglite.exec(request.text).catch(async error => {
        await pglite.exec('rollback')
        throw error
      })
      return undefined
    case 'listen':
      listeners.set(
        request.channel,
        await pglite.listen(request.channel, payload =>
          reply({ kind: 'notification', channel: request.channel, payload }),
        ),
      )
      return undefined
    case 'unlisten':
      await listeners.get(request.channel)?.()
      listeners.delete(request.channel)
      return undefined
    case 'checkpoint':
      await checkpoint(pglite)
      return undefined
    case 'dump':
      return new Uint8Array(await (await pglite.dumpDataDir('none')).arrayBuffer())
    case 'close':
      await checkpoint(pglite)
      await pglite.close()
      return undefined
  }
}

async function checkpoint(pglite: PGlite): Promise<void> {
  files?.log()
  await pglite.exec('checkpoint')
  files?.all()
}

try {
  const pglite = await open()
  port.on('message', async ({ id, request }: { id: number; request: PgliteRequest }) => {
    try {
      reply({ kind: 'result', id, value: await answer(pglite, request) })
    } catch (error) {
      reply({ kind: 'error', id, error: partsOf(error) })
    }
  })
  reply({ kind: 'ready' })
} catch (error) {
  reply({ kind: 'failed', error: partsOf(error) })
}
