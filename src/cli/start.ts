import type { AddressInfo } from 'node:net'
import { type ServerType, serve } from '@hono/node-server'
import type { Command } from 'commander'
import { type App, createApp } from '../app/index.ts'
import { publicUrl } from '../config.ts'
import { messageOf } from '../kit/errors.ts'
import { writeHolder } from '../platform/database/index.ts'
import { type Context, contextOf } from './output.ts'

/** How long running answers may take to end when the server is told to stop. */
const DRAIN_MS = 10_000

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
  const app = await createApp(config, { onProgress: text => out.line(text) })
  const server = await listen(app, config.HOST, config.PORT)
  const { port } = server.address() as AddressInfo
  await app.start()
  const local = `http://localhost:${port}${new URL(publicUrl(config, port)).pathname.replace(/\/+$/, '')}`
  if (!config.DATABASE_URL) writeHolder(config.DATA_DIR, { url: local })
  out.line(
    `Careline answers at ${publicUrl(config, port)} (${((performance.now() - began) / 1000).toFixed(1)} s)`,
  )
  out.line(`Data and admin token are in ${config.DATA_DIR}. Stop with Ctrl+C.`)
  out.value({ url: publicUrl(config, port), port, pid: process.pid })
  await untilStopped()
  out.line('Stopping ...')
  await stop(app, server)
}

function listen(app: App, hostname: string, port: number): Promise<ServerType> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.http.fetch, hostname, port }, () => resolve(server))
    server.once('error', async error => {
      await app.stop()
      const code = (error as NodeJS.ErrnoException).code
      reject(
        new Error(
          code === 'EADDRINUSE'
            ? `port ${port} is in use; choose another with PORT or --port`
            : messageOf(error),
        ),
      )
    })
  })
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
