import { createMiddleware } from 'hono/factory'
import { CarelineError } from '../../kit/errors.ts'
import type { HttpEnv } from '../../platform/http/edge.ts'

/** The sites that may embed a bot: `*`, or origins by name. The server's own pages always may. */
export interface OriginRules {
  /** Origins allowed by any bot, for the preflight, which names no bot. */
  allowed(): Promise<ReadonlySet<string>>
  own: string
}

const HEADERS = 'Authorization, Content-Type, Idempotency-Key, Last-Event-ID'

/**
 * CORS for the visitor's routes: tells a browser whether the site it is on may read the answer, and refuses the request
 * of a site that may not. A request without Origin comes from no browser page and is judged by its session alone.
 */
export function allowOrigins(rules: OriginRules) {
  return createMiddleware<HttpEnv>(async (c, next) => {
    const origin = c.req.header('origin')
    if (origin === undefined) return next()
    const allowed = await rules.allowed()
    if (origin !== rules.own && !allowed.has('*') && !allowed.has(origin)) {
      throw new CarelineError(
        'forbidden',
        `The site ${origin.slice(0, 200)} is not among the allowed origins of this bot.`,
      )
    }
    c.header('Access-Control-Allow-Origin', origin)
    c.header('Vary', 'Origin', { append: true })
    if (c.req.method !== 'OPTIONS') {
      await next()
      // An error answer is made anew and would lose what was set before.
      c.header('Access-Control-Allow-Origin', origin)
      c.header('Vary', 'Origin', { append: true })
      c.header('Access-Control-Expose-Headers', 'Retry-After')
      return
    }
    c.header('Access-Control-Allow-Methods', 'GET, POST, PUT, OPTIONS')
    c.header('Access-Control-Allow-Headers', HEADERS)
    c.header('Access-Control-Max-Age', '600')
    return c.body(null, 204)
  })
}
