import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Armed, FromChild, ToChild } from './child-messages.ts'
import type { Plant } from './plants.ts'

/** A server process that is started again whenever it dies, on the same data. */
export interface Server {
  /** Where it listens now; waits while it is down. */
  url(): Promise<string>
  send(message: ToChild): void
  arm(faults: readonly Omit<Armed, 'id'>[]): void
  kill(): void
  hits(): number
  starts(): number
  stop(): Promise<void>
}

export interface ServerOptions {
  dataDir: string
  url?: string
  plant?: Plant
}

/** Starts the server under test in a process of its own. A stopped process (SIGSTOP) goes on after `stoppedMs`. */
export function startServer(options: ServerOptions, stoppedMs = 2_500): Server {
  let child: ChildProcess
  let ready: Promise<string>
  let stopping = false
  let hits = 0
  let starts = 0
  const actions = new Map<number, Armed['action']>()

  const start = () => {
    starts++
    const { plant, ...rest } = options
    const child_ = fork(
      fileURLToPath(new URL('./server.ts', import.meta.url)),
      [JSON.stringify({ ...rest, sql: plant?.sql ?? [] })],
      {
        execArgv: [
          ...['--import', 'tsx'],
          ...(plant ? ['--import', new URL('./plant.mjs', import.meta.url).href] : []),
        ],
        env: { ...process.env, CARELINE_FAULT_EDITS: JSON.stringify(plant?.edits ?? []) },
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      },
    )
    child = child_
    ready = new Promise((resolve, reject) => {
      child_.on('message', (message: FromChild) => {
        if (message.type === 'ready') resolve(`http://127.0.0.1:${message.port}`)
        if (message.type !== 'hit') return
        hits++
        if (actions.get(message.id) === 'stop') setTimeout(() => child_.kill('SIGCONT'), stoppedMs)
      })
      child_.once('exit', code => {
        if (code !== null && code !== 0 && !stopping) {
          return reject(new Error(`the server under test ended by itself with code ${code}`))
        }
        if (!stopping) start()
      })
    })
    ready.catch(() => undefined)
  }
  start()
  const send = (message: ToChild) => {
    if (child.connected) child.send(message)
  }
  return {
    async url() {
      for (let current = ready; ; current = ready) {
        const url = await Promise.race([current, pause(200)])
        if (url && current === ready) return url
      }
    },
    send,
    arm(faults) {
      const numbered = faults.map(fault => ({ ...fault, id: actions.size }))
      for (const fault of numbered) actions.set(actions.size, fault.action)
      send({
        type: 'arm',
        faults: numbered.map((fault, index) => ({ ...fault, id: actions.size - numbered.length + index })),
      })
    },
    kill: () => void child.kill('SIGKILL'),
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
