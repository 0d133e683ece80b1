import { isUtf8 } from 'node:buffer'
import { OpenAPIHono } from '@hono/zod-openapi'
import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { routePath } from 'hono/route'
import type { Log } from '../log.ts'
import type { Metrics } from '../metrics.ts'
import { createClientAddress } from './client-address.ts'
import type { Limiter } from './limits.ts'
import { problem, problemOf, tooLarge } from './problem.ts'

/** What every request carries through the routes. */
export interface HttpEnv {
  Variables: { clientAddress: string }
  Bindings: {
    incoming?: { socket?: { remoteAddress?: string } }
    /** Node's response; absent where routes are called without a server. */
    outgoing?: { once(event: 'finish', listener: () => void): unknown }
  }
}

export type Router = OpenAPIHono<HttpEnv>

/** A router whose failed validations are problem details that name each field. */
export function createRouter(): Router {
  return new OpenAPIHono<HttpEnv>({
    defaultHook: (result, c) => {
      if (result.success) return
      const errors = result.error.issues.map(issue => ({
        path: issue.path.join('.'),
        message: issue.message,
      }))
      const detail = errors.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('; ')
      return problem(c, 422, 'Invalid request', detail, { errors, type: 'invalid' })
    },
  })
}

/** The outermost layer: client address, limit per address, body size, security headers, times, and one place for errors. */
export function installEdge(
  app: Router,
  options: {
    trustedProxies: readonly string[]
    /** Counts the requests of an address, by what their `Authorization` says; undefined: they are not counted. */
    limiterFor: (authorization: string | undefined) => Limiter | undefined
    /** The largest body of a path, in bytes. */ bodyLimit: (path: string) => number
    log: Log
    metrics: Metrics
  },
): void {
  const addressOf = createClientAddress(options.trustedProxies)
  app.use('*', async (c, next) => {
    c.set(
      'clientAddress',
      addressOf(c.env?.incoming?.socket?.remoteAddress ?? 'local', c.req.header('x-forwarded-for')),
    )
    await next()
  })
  app.use('*', securityHeaders)
  app.use('*', timed(options.metrics))
  app.use('/api/*', async (c, next) => {
    // A wrong token counts against its address like anything else, so it cannot be guessed in peace.
    if (c.req.method !== 'OPTIONS')
      await options.limiterFor(c.req.header('authorization'))?.use(c.get('clientAddress'))
    await next()
  })
  app.use('*', (c, next) => bodyLimit({ maxSize: options.bodyLimit(c.req.path), onError: tooLarge })(c, next))
  app.use('*', wellFormed)
  app.onError((error, c) =>
    problemOf(c, error, cause => options.log.error({ error: cause, path: c.req.path }, 'request failed')),
  )
  app.notFound(noRoute(app))
}

/** The answer where no route is: 405 that names the methods the path takes, those to `OPTIONS`, or 404. */
export function noRoute(app: Router): (c: Context<HttpEnv>) => Response {
  return c => {
    const { method, path } = c.req
    const allowed = methodsAt(app, path)
    if (allowed.length === 0) return problem(c, 404, 'Not found', `There is nothing at ${method} ${path}.`)
    const headers = { Allow: allowed.join(', ') }
    if (method === 'OPTIONS') return c.body(null, 204, headers)
    const detail = `${path} takes ${headers.Allow}, not ${method}.`
    return problem(c, 405, 'Method not allowed', detail, { headers })
  }
}

function methodsAt(app: Router, path: string): string[] {
  const known = [...new Set(app.routes.map(({ method }) => method))].filter(method => method !== 'ALL')
  const taken = known.filter(method =>
    app.router.match(method, path)[0].some(([[, route]]) => route.method === method),
  )
  if (taken.length === 0) return []
  return [...taken, ...(taken.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].sort()
}

/** Refuses what could only be kept as something else: NUL, which PostgreSQL cannot store, and bytes that are no UTF-8. */
const wellFormed: MiddlewareHandler = async (c, next) => {
  if (/%00/.test(c.req.url)) return problem(c, 400, 'Bad request', 'The address holds the character NUL.')
  if (c.req.raw.body && !isUtf8(await c.req.arrayBuffer()))
    return problem(c, 400, 'Bad request', 'The body is not UTF-8.')
  return await next()
}

const securityHeaders: MiddlewareHandler = async (c, next) => {
  await next()
  c.header('X-Content-Type-Options', 'nosniff')
  c.header('Referrer-Policy', 'strict-origin-when-cross-origin')
  if (!c.res.headers.has('Content-Security-Policy'))
    c.header('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'")
  // Refused before any route was asked; a page of any site may read how long to wait.
  if (c.res.status === 429 && !c.res.headers.has('Access-Control-Allow-Origin')) {
    c.header('Access-Control-Allow-Origin', '*')
    c.header('Access-Control-Expose-Headers', 'Retry-After')
  }
}

function timed(metrics: Metrics): MiddlewareHandler {
  return async (c, next) => {
    const started = performance.now()
    await next()
    if (c.res.headers.get('content-type')?.startsWith('text/event-stream')) return
    metrics.requestFinished(c.req.method, routeOf(c), c.res.status, (performance.now() - started) / 1000)
  }
}

/** The pattern of the route, not the path, so that ids do not become label values. */
function routeOf(c: Context): string {
  const path = routePath(c, -1)
  return path === '*' || path === '/*' ? 'other' : path
}
