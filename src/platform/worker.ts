import { type ChildProcess, type ForkOptions, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { Worker, type WorkerOptions } from 'node:worker_threads'

/** The worker threads of the server, by name, with their entry below src/. The build makes one file of each. */
export const workerEntries = {
  database: 'platform/database/pglite-worker.ts',
  encoder: 'models/embedding/encoder-worker.ts',
  reranker: 'models/reranking/cross-encoder-worker.ts',
  parser: 'knowledge/parse/parser-worker.ts',
  image: 'platform/images/image-worker.ts',
} as const

export type WorkerName = keyof typeof workerEntries

/** Starts a worker thread from source (through tsx, in development and tests) or from the built file beside this one. */
export function startWorker(name: WorkerName, options: WorkerOptions = {}): Worker {
  if (!import.meta.url.endsWith('.ts'))
    return new Worker(new URL(`./workers/${name}.mjs`, import.meta.url), options)
  const entry = new URL(`../${workerEntries[name]}`, import.meta.url).href
  // A thread does not inherit the loader of its parent, and Node 20 ignores --import for a thread's own entry.
  const start = `import(${JSON.stringify(import.meta.resolve('tsx/esm/api'))}).then(({ register }) => { register(); return import(${JSON.stringify(entry)}) })`
  return new Worker(start, { ...options, eval: true })
}

/**
 * Starts a worker as a process of its own: for work on untrusted input, since a thread that runs out of heap can
 * take the whole server with it (V8 ends the process when it cannot interrupt what runs), and a child cannot.
 */
export function forkWorker(name: WorkerName, options: ForkOptions = {}): ChildProcess {
  const built = !import.meta.url.endsWith('.ts')
  const entry = new URL(built ? `./workers/${name}.mjs` : `../${workerEntries[name]}`, import.meta.url)
  return fork(fileURLToPath(entry), {
    ...options,
    execArgv: [...(options.execArgv ?? []), ...(built ? [] : ['--import', import.meta.resolve('tsx')])],
  })
}
