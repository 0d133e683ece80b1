import { type ChildProcess, fork } from 'node:child_process'
import type { Armed, ChildOptions, FromChild, ToChild } from './child-messages.ts'

/** A server process that is started again whenever it dies, on the same data. */
export interface Server {
  /** How long a client goes on asking, in ms, before it calls a promise broken. */
  patienceMs: number
  /** Where it listens now; waits while it is down. */
  url(): Promise<string>
  send(message: ToChild): void
  /** Arms faults; `onHit` is called when the child reaches one, with its place in the list. */
  arm(faults: readonly Omit<Armed, 'id'>[], onHit?: (index: number) => void): void
  /** Ends the process as `kill -9` does; `meanwhile` is done before it starts again. */
  kill(meanwhile?: () => Promise<void>): void
  hits(): number
  starts(): number
  stop(): Promise<void>
}

/** Starts the server under test in a process of its own. A stopped process (SIGSTOP) goes on after `stoppedMs`. */
export function startServer(
  entry: string,
  options: ChildOptions,
  { stoppedMs = 2_500, patienceMs = 60_000 } = {},
): Server {
  let child: ChildProcess
  let ready: Promise<string>
  let stopping = false
  let hits = 0
  let starts = 0
  let meanwhile: (() => Promise<void>) | undefined
  const armed: { action: Armed['action']; onHit: () => void }[] = []

  const start = () => {
    starts++
    const born = fork(entry, [JSON.stringify(options)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    child = born
    ready = new Promise((resolve, reject) => {
      born.on('message', (message: FromChild) => {
        if (message.type === 'ready') resolve(`http://127.0.0.1:${message.port}`)
        else hit(born, message.id)
      })
      born.once('exit', code => {
        if (stopping) return
        if (code !== null && code !== 0) {
          ready = Promise.reject(new Error(`the server under test ended by itself with code ${code}`))
          return void ready.catch(() => undefined)
        }
        const work = meanwhile?.() ?? Promise.resolve()
        meanwhile = undefined
        work.then(start, reject)
      })
    })
    ready.catch(() => undefined)
  }
  const hit = (reached: ChildProcess, id: number) => {
    hits++
    const fault = armed[id]
    if (fault?.action === 'stop') setTimeout(() => reached.kill('SIGCONT'), stoppedMs)
    fault?.onHit()
  }
  start()
  const send = (message: ToChild) => {
    // To one that dies at this moment nothing can be said, and that is no error of ours.
    if (child.connected) child.send(message, () => undefined)
  }
  return {
    patienceMs,
    async url() {
      for (let current = ready; ; current = ready) {
        const url = await Promise.race([current, pause(100)])
        if (url && current === ready) return url
      }
    },
    send,
    arm(faults, onHit = () => undefined) {
      const first = armed.length
      for (const [index, { action }] of faults.entries()) armed.push({ action, onHit: () => onHit(index) })
      send({ type: 'arm', faults: faults.map((fault, index) => ({ ...fault, id: first + index })) })
    },
    kill(work) {
      meanwhile = work
      child.kill('SIGKILL')
    },
    hits: () => hits,
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
