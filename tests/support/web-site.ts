import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One page of a test site: HTML text, or an answer in full. */
export type SitePage =
  | string
  | {
      status?: number
      headers?: Record<string, string>
      body?: string | Uint8Array
    }
  | ((request: IncomingMessage) => SitePage)

export interface WebSite {
  /** `http://127.0.0.1:port`, and the allow-list entry that opens it to a guarded client. */
  origin: string
  allow: string
  /** May be changed while it runs. Keys are paths with their query. */
  pages: Record<string, SitePage>
  /** `METHOD /path` of all requests so far, and how many ran at once at most. */
  requests: string[]
  headers: Record<string, IncomingMessage['headers']>
  readonly mostAtOnce: number
  /** Pages whose answers are held back until so many of them are asked for at once. */
  together: { path: RegExp; count: number } | undefined
  close(): Promise<void>
}

/** A web server on loopback that serves `pages`; anything else is 404. HTML pages get an ETag and honour it. */
export async function startWebSite(pages: Record<string, SitePage>): Promise<WebSite> {
  let open = 0
  let mostAtOnce = 0
  const site = {
    pages,
    requests: [] as string[],
    headers: {} as WebSite['headers'],
    together: undefined as WebSite['together'],
  }
  const held: (() => void)[] = []
  const server = createServer((request, response) => {
    open++
    mostAtOnce = Math.max(mostAtOnce, open)
    response.on('close', () => open--)
    const path = request.url ?? '/'
    site.requests.push(`${request.method} ${path}`)
    site.headers[path] = request.headers
    let page: SitePage = site.pages[path] ?? { status: 404, body: 'no such page' }
    while (typeof page === 'function') page = page(request)
    const { status = 200, headers = {}, body = '' } = typeof page === 'string' ? html(page) : page
    if (site.together?.path.test(path)) {
      held.push(() => response.writeHead(status, headers).end(body))
      if (held.length >= site.together.count)
        setImmediate(() => {
          for (const release of held.splice(0)) release()
        })
    } else if (
      status === 200 &&
      headers['etag'] !== undefined &&
      headers['etag'] === request.headers['if-none-match']
    )
      response.writeHead(304, headers).end()
    else response.writeHead(status, headers).end(body)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const running = {
    origin: `http://127.0.0.1:${port}`,
    allow: `127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections()
      return new Promise<void>(resolve => server.close(() => resolve()))
    },
  }
  return Object.defineProperty(Object.assign(site, running, { mostAtOnce }), 'mostAtOnce', {
    get: () => mostAtOnce,
  })
}

function html(body: string): { status: number; headers: Record<string, string>; body: string } {
  const etag = `"${Buffer.from(body).reduce((sum, byte) => (sum * 31 + byte) | 0, 7)}"`
  return { status: 200, headers: { 'content-type': 'text/html; charset=utf-8', etag }, body }
}
