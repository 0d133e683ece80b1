import { type AddressInfo, createServer } from 'node:net'
import { type ServerType, serve } from '@hono/node-server'
import type { Command } from 'commander'
import { issueSetupToken, needsOwner } from '../accounts/index.ts'
import { type App, createApp } from '../app/index.ts'
import { publicUrl } from '../config.ts'
import { CarelineError, messageOf } from '../kit/errors.ts'
import { writeHolder } from '../platform/database/index.ts'
import { progressBar } from './ingest.ts'
import { type Context, contextOf, type Output } from './output.ts'

/** How long running answers may take to end when the server is told to stop. */
const DRAIN_MS = 10_000

/** How often the progress of the first reading is shown. */
const LOOK_MS = 200

export function addStart(program: Command): void {
  program
    .command('start')
    .summary('start the server')
    .description(
      'Starts the server: the chat bubble, its API and the demo page. The first start loads an example shop.',
    )
    .option('--knowledge <dir>', 'answer from the pages in this folder instead of the example shop')
    .option('--port <number>', 'listen here instead of PORT or 8080')
    .action(async (options: { knowledge?: string; port?: string }, command: Command) => {
      await start(contextOf(command, { KNOWLEDGE: options.knowledge, PORT: options.port }))
    })
}

async function start({ config, out }: Context): Promise<void> {
  const began = performance.now()
  await findFree(config.HOST, config.PORT)
  const app = await createApp(config, { onProgress: text => out.line(text) })
  const server = await listen(app, config.HOST, config.PORT)
  const { port } = server.address() as AddressInfo
  await app.start()
  const local = `http://${ownHost(config.HOST)}:${port}${new URL(publicUrl(config, port)).pathname.replace(/\/+$/, '')}`
  if (!config.DATABASE_URL) writeHolder(config.DATA_DIR, { url: local })
  const address = publicUrl(config, port)
  const stopped = untilStopped()
  await untilRead(app, address, stopped, out)
  out.line(`Careline answers at ${address} (${((performance.now() - began) / 1000).toFixed(1)} s)`)
  const setup = await setupLink(app, address)
  if (setup) out.line(`Make the first owner, within a day, at ${setup}`)
  out.line(`Data and admin token are in ${config.DATA_DIR}. Stop with Ctrl+C.`)
  out.value({ url: address, port, pid: process.pid, ...(setup ? { setup } : {}) })
  await stopped
  out.line('Stopping ...')
  await stop(app, server)
}

/** The address at which commands on this machine reach the server: that of all is this one's own. */
function ownHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}

/** Where the first owner is made in the browser, with a token that is good once; `undefined` when there is one. */
async function setupLink(app: App, address: string): Promise<string | undefined> {
  if (!(await needsOwner(app.accounts.database.sql))) return undefined
  // After the #, so that the token reaches no log of a proxy.
  return `${address}/admin/setup#${await issueSetupToken(app.accounts, app.workspaceId)}`
}

/** Shows how the first pages are read, so that nobody asks too early. Later starts have nothing to wait for. */
async function untilRead(app: App, address: string, stopped: Promise<void>, out: Output): Promise<void> {
  let isStopped = false
  void stopped.then(() => {
    isStopped = true
  })
  const show = progressBar(out)
  for (let waits = 0; !isStopped; waits++) {
    const progress = await app.firstReading()
    if (!progress) break
    if (waits === 0) out.line(`Listening at ${address}; reading the pages for the first time ...`)
    show(progress)
    await Promise.race([stopped, new Promise(resolve => setTimeout(resolve, LOOK_MS))])
  }
  out.done()
}

/** Looks whether the port can be had before anything slow is begun. @throws CarelineError when it cannot. */
function findFree(hostname: string, port: number): Promise<void> {
  return new Promise((free, reject) => {
    const probe = createServer()
    probe.once('error', error => reject(notListening(error, hostname, port)))
    probe.listen(port, hostname, () => probe.close(() => free()))
  })
}

function listen(app: App, hostname: string, port: number): Promise<ServerType> {
  return new Promise((listening, reject) => {
    const server = serve({ fetch: app.http.fetch, hostname, port }, () => listening(server))
    server.once('error', async error => {
      await app.stop()
      reject(notListening(error, hostname, port))
    })
  })
}

function notListening(error: unknown, hostname: string, port: number): CarelineError {
  return new CarelineError(
    'unavailable',
    (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
      ? `Port ${port} is in use. Choose another with PORT or --port.`
      : `It cannot listen on ${hostname}, port ${port}: ${messageOf(error)}`,
  )
}

function untilStopped(): Promise<void> {
  return new Promise(resolve => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
}

async function stop(app: App, server: ServerType): Promise<void> {
  const closed = new Promise<void>(resolve => {
    server.close(() => resolve())
  })
  const limit = setTimeout(() => 'closeAllConnections' in server && server.closeAllConnections(), DRAIN_MS)
  await app.stop()
  if ('closeIdleConnections' in server) server.closeIdleConnections()
  await closed
  clearTimeout(limit)
}
