import { setTimeout as wait } from 'node:timers/promises'
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

/** How long an engine that may be dead has to show that it is not. */
const PROBE_MS = 2_000

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

/**
 * Whether the engine can go on. After a PANIC (a checkpoint on a full disk) the WASM program has ended, though PGlite
 * does not say so: queries then give no rows, or never return.
 */
async function isDead(pglite: PGlite, error: unknown): Promise<boolean> {
  const { severity, code } = error as { severity?: string; code?: string }
  if (severity === 'PANIC' || severity === 'FATAL') return true
  if (code !== undefined && /^[0-9A-Z]{5}$/.test(code)) return false
  const probe = pglite.query('select 1').then(
    ({ rows }) => rows.length === 1,
    refusal => typeof (refusal as { code?: unknown }).code === 'string',
  )
  return !(await Promise.race([probe, wait(PROBE_MS, false)]))
}

try {
  const pglite = await open()
  let dead = false
  port.on('message', async ({ id, request }: { id: number; request: PgliteRequest }) => {
    if (dead) return
    try {
      reply({ kind: 'result', id, value: await answer(pglite, request) })
    } catch (error) {
      dead = await isDead(pglite, error)
      reply(dead ? { kind: 'fatal', error: partsOf(error) } : { kind: 'error', id, error: partsOf(error) })
    }
  })
  reply({ kind: 'ready' })
} catch (error) {
  reply({ kind: 'failed', error: partsOf(error) })
}
