import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { CarelineError } from '../../kit/errors.ts'
import type { HttpEnv } from '../../platform/http/edge.ts'

/** The sites that may embed a bot: `*`, or origins by name. The server's own pages always may. */
export interface OriginRules {
  /** Origins that a bot allows; without a bot, those that any allows, for the preflight, which names none. */
  allowed(botId?: string): Promise<ReadonlySet<string>>
  own: string
}

const HEADERS = 'Authorization, Content-Type, Idempotency-Key, Last-Event-ID'

/**
 * CORS for the visitor's routes: tells a browser whether the site it is on may read the answer, and refuses the request
 * of a site that no bot allows; `requireOrigin` then asks for the very bot. A request without Origin comes from no browser page and is judged by its session alone.
 */
export function allowOrigins(rules: OriginRules) {
  return createMiddleware<HttpEnv>(async (c, next) => {
    const origin = c.req.header('origin')
    if (origin === undefined) return next()
    await refuseUnless(rules, origin)
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

/**
 * Refuses a page of a site that this bot does not allow.
 * @throws CarelineError `forbidden` that names the site.
 */
export async function requireOrigin(c: Context, rules: OriginRules, botId: string): Promise<void> {
  const origin = c.req.header('origin')
  if (origin !== undefined) await refuseUnless(rules, origin, botId)
}

async function refuseUnless(rules: OriginRules, origin: string, botId?: string): Promise<void> {
  if (origin === rules.own) return
  const allowed = await rules.allowed(botId)
  if (allowed.has('*') || allowed.has(origin)) return
  throw new CarelineError(
    'forbidden',
    `The site ${origin.slice(0, 200)} is not among the allowed origins of this bot.`,
  )
}
