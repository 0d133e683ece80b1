import { type ChildProcess, fork } from 'node:child_process'
import { type Armed, type Arming, createArming } from './arming.ts'
import type { ChildOptions, FromChild, ToChild } from './child-messages.ts'

/** A server process that is started again whenever it dies, on the same data. */
export interface Server {
  /**
   * How long a client goes on asking, in ms, before it calls a promise broken: longer on a machine that starts the server
   * slowly, since an embedded database that is opened again within the process takes a good part of a start.
   */
  readonly patienceMs: number
  /** Where it listens now; waits while it is down. */
  url(): Promise<string>
  send(message: ToChild): void
  /** Arms faults; `onHit` is called when one happens, with its place in the list. */
  arm(faults: readonly Armed[], onHit?: (index: number) => void): void
  disarm(): void
  /** Ends the process as `kill -9` does; `meanwhile` is done before it starts again. */
  kill(meanwhile?: () => Promise<void>): void
  hits(): number
  starts(): number
  stop(): Promise<void>
}

/** How many starts a client has patience for beside the time it is told. */
const STARTS = 4

/** How often in a row a start may fail, as where the database does not answer: whoever runs a server starts it again. */
const FAILED_STARTS = 3

/** Starts the server under test in a process of its own. */
export function startServer(
  entry: string,
  options: ChildOptions,
  { patienceMs = 60_000, arming = createArming() }: { patienceMs?: number; arming?: Arming } = {},
): Server {
  let child: ChildProcess
  let ready: Promise<string>
  let stopping = false
  let starts = 0
  let failedStarts = 0
  let slowestStartMs = 0
  let meanwhile: (() => Promise<void>) | undefined

  const start = () => {
    starts++
    const began = Date.now()
    let isReady = false
    const born = fork(entry, [JSON.stringify(options)], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      // It is built: the parent's loader of TypeScript would only make each start slow.
      execArgv: [],
    })
    child = born
    ready = new Promise((resolve, reject) => {
      born.on('message', (message: FromChild) => {
        if (message.type !== 'ready') return passes(born, message)
        failedStarts = 0
        isReady = true
        slowestStartMs = Math.max(slowestStartMs, Date.now() - began)
        resolve(`http://127.0.0.1:${message.port}`)
      })
      born.once('exit', code => {
        if (stopping) return
        if (code !== null && code !== 0 && (isReady || ++failedStarts > FAILED_STARTS)) {
          ready = Promise.reject(new Error(`the server under test ended by itself with code ${code}`))
          return void ready.catch(() => undefined)
        }
        const work = meanwhile?.() ?? Promise.resolve()
        meanwhile = undefined
        work.then(start, reject)
      })
    })
    ready.catch(() => undefined)
    tellPoints()
  }
  const passes = (passing: ChildProcess, { id, point }: Extract<FromChild, { type: 'passes' }>) => {
    const blows = arming.pass(point)
    for (const { action, ms } of blows) if (action === 'stop') setTimeout(() => passing.kill('SIGCONT'), ms)
    if (passing.connected) passing.send({ type: 'blows', id, blows } satisfies ToChild, () => undefined)
  }
  const send = (message: ToChild) => {
    // To one that dies at this moment nothing can be said, and that is no error of ours.
    if (child.connected) child.send(message, () => undefined)
  }
  const tellPoints = () => send({ type: 'points', points: arming.points() })
  start()
  return {
    get patienceMs() {
      return patienceMs + STARTS * slowestStartMs
    },
    async url() {
      for (let current = ready; ; current = ready) {
        const url = await Promise.race([current, pause(100)])
        if (url && current === ready) return url
      }
    },
    send,
    arm(faults, onHit = () => undefined) {
      arming.arm(faults, onHit)
      tellPoints()
    },
    disarm() {
      arming.disarm()
      tellPoints()
    },
    kill(work) {
      meanwhile = work
      child.kill('SIGKILL')
    },
    hits: arming.hits,
    starts: () => starts,
    async stop() {
      stopping = true
      const gone = new Promise(resolve => child.once('exit', resolve))
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGKILL')
        await gone
      }
    },
  }
}

export const pause = (ms: number) =>
  new Promise<undefined>(resolve => setTimeout(() => resolve(undefined), ms))
