import type { ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { messageOf } from '../../kit/errors.ts'
import { forkWorker } from '../../platform/worker.ts'
import type { DocumentOrigin } from './parse-document.ts'
import type { ParseRequest, ParseResult, ParserReport } from './parser-messages.ts'

/**
 * What one document may take: wall-clock milliseconds, and MiB of heap (as set when the worker started; what
 * decompressors allocate beside the heap may be as much again).
 */
export interface ParseAllowance {
  timeoutMs?: number
  maxMemoryMb?: number
}

/** Reads documents one after another in a worker process of their own; a failed worker is replaced, the queue goes on. */
export interface DocumentParser {
  /** Never throws: a document that cannot be read gives `ok: false` with a plain sentence. `bytes` are copied. */
  parse(bytes: Uint8Array, origin: DocumentOrigin, allowance?: ParseAllowance): Promise<ParseResult>
  /** Ends the worker. A document being read then fails with a plain sentence. */
  close(): Promise<void>
}

const DEFAULT_TIMEOUT_MS = 30_000
/** A page of 5 MB of Markdown needs about half of it; with less, most of the time goes to collecting garbage. */
const DEFAULT_MEMORY_MB = 1024
/** The worker starts (through tsx: compiles) before the clock of its first document does. */
const START_TIMEOUT_MS = 30_000
const WATCH_EVERY_MS = 50
/** A worker with nothing to do is ended after this: its libraries take tens of megabytes. */
const IDLE_MS = 60_000

/** A parser with one worker, started at a first document and kept until it fails, has nothing to do, or `close`. */
export function createDocumentParser(defaults: ParseAllowance = {}): DocumentParser {
  let worker: ChildProcess | undefined
  let queue: Promise<unknown> = Promise.resolve()
  let idle: NodeJS.Timeout | undefined
  let closed = false

  const discard = async () => {
    const old = worker
    worker = undefined
    if (old) await end(old)
  }
  const run = async (request: ParseRequest, allowance: Required<ParseAllowance>): Promise<ParseResult> => {
    clearTimeout(idle)
    if (closed) return { ok: false, reason: 'The document was not read: the server is stopping.' }
    try {
      worker ??= await readyWorker(allowance.maxMemoryMb)
      const { result, broken } = await ask(worker, request, allowance)
      if (broken) await discard()
      return result
    } catch (error) {
      await discard()
      return { ok: false, reason: messageOf(error) }
    } finally {
      clearTimeout(idle)
      idle = setTimeout(() => void discard(), IDLE_MS).unref()
    }
  }
  return {
    parse(bytes, origin, allowance = {}) {
      const limits = {
        timeoutMs: allowance.timeoutMs ?? defaults.timeoutMs ?? DEFAULT_TIMEOUT_MS,
        maxMemoryMb: allowance.maxMemoryMb ?? defaults.maxMemoryMb ?? DEFAULT_MEMORY_MB,
      }
      const turn = queue.then(() => run({ bytes, origin }, limits))
      queue = turn
      return turn
    },
    async close() {
      closed = true
      clearTimeout(idle)
      await discard()
    },
  }
}

let shared: DocumentParser | undefined

/** `createDocumentParser().parse` on the one parser of this process. Its worker does not keep the process alive. */
export function parseInWorker(
  bytes: Uint8Array,
  origin: DocumentOrigin,
  allowance?: ParseAllowance,
): Promise<ParseResult> {
  shared ??= createDocumentParser()
  return shared.parse(bytes, origin, allowance)
}

async function readyWorker(maxMemoryMb: number): Promise<ChildProcess> {
  const worker = forkWorker('parser', {
    execArgv: [`--max-old-space-size=${maxMemoryMb}`],
    // Nothing of the server's environment (keys, addresses), and nothing of what libraries print about documents.
    env: {},
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    serialization: 'advanced',
  })
  try {
    await nextReport(worker, START_TIMEOUT_MS, 'The parser did not start.')
  } catch (error) {
    await end(worker)
    throw error
  }
  hold(worker, false)
  return worker
}

/** Whether the worker keeps this process alive. */
function hold(worker: ChildProcess, held: boolean): void {
  if (held) {
    worker.ref()
    worker.channel?.ref()
  } else {
    worker.unref()
    worker.channel?.unref()
  }
}

async function end(worker: ChildProcess): Promise<void> {
  if (worker.exitCode !== null || worker.signalCode !== null || worker.pid === undefined) return
  hold(worker, true)
  const ended = new Promise(resolve => worker.once('exit', resolve))
  worker.kill('SIGKILL')
  await ended
}

async function ask(
  worker: ChildProcess,
  request: ParseRequest,
  { timeoutMs, maxMemoryMb }: Required<ParseAllowance>,
): Promise<Extract<ParserReport, { result: ParseResult }>> {
  hold(worker, true)
  const watch = watchMemory(worker, maxMemoryMb)
  try {
    const report = nextReport(
      worker,
      timeoutMs,
      `The document took longer than ${timeoutMs / 1000} s to read and was given up.`,
    )
    worker.send(request, () => {})
    const answer = await Promise.race([report, watch.exceeded])
    if (!('result' in answer)) throw new Error('The parser answered out of turn.')
    return answer
  } finally {
    watch.stop()
    hold(worker, false)
  }
}

/** The worker's next message, or an error in plain words: deadline passed, out of memory, or gone. */
function nextReport(worker: ChildProcess, timeoutMs: number, lateReason: string): Promise<ParserReport> {
  return new Promise((resolve, reject) => {
    const done = (settle: () => void) => {
      clearTimeout(timer)
      worker.off('message', onMessage).off('error', onError).off('exit', onExit)
      settle()
    }
    const onMessage = (report: unknown) => done(() => resolve(report as ParserReport))
    const onError = (error: Error) =>
      done(() => reject(new Error(`The document could not be read: ${messageOf(error).slice(0, 200)}.`)))
    // V8 aborts a process whose heap is full; SIGTRAP is its way on some systems.
    const onExit = (code: number | null, signal: string | null) =>
      done(() =>
        reject(
          new Error(
            signal === 'SIGABRT' || signal === 'SIGTRAP' || code === 134
              ? OUT_OF_MEMORY
              : 'The document could not be read: the parser stopped.',
          ),
        ),
      )
    const timer = setTimeout(() => done(() => reject(new Error(lateReason))), timeoutMs)
    worker.on('message', onMessage).on('error', onError).on('exit', onExit)
  })
}

/** The worker's own limit counts only its JavaScript heap; what a decompressor allocates lies outside, so its size is watched. */
function watchMemory(worker: ChildProcess, maxMemoryMb: number): { exceeded: Promise<never>; stop(): void } {
  const limit = (maxMemoryMb * 2 + BASE_MB) * 1024 * 1024
  let timer: NodeJS.Timeout | undefined
  const exceeded = new Promise<never>((_, reject) => {
    timer = setInterval(() => {
      if (residentBytes(worker.pid) >= limit) reject(new Error(OUT_OF_MEMORY))
    }, WATCH_EVERY_MS)
  })
  exceeded.catch(() => {})
  return { exceeded, stop: () => clearInterval(timer) }
}

/** Resident memory of a process, where the system tells (Linux); 0 elsewhere. The page size is 4 KiB nearly everywhere. */
function residentBytes(pid: number | undefined): number {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * 4096
  } catch {
    return 0
  }
}

/** A Node.js process with the parsing libraries loaded and nothing to do. */
const BASE_MB = 128

const OUT_OF_MEMORY = 'The document needs more memory to read than is allowed and was given up.'
