import type { Context, MiddlewareHandler } from 'hono'
import { routePath } from 'hono/route'
import { type AccountDeps, actorOf, noteRead, writeAudit } from '../accounts/index.ts'
import type { HttpEnv } from '../platform/http/edge.ts'
import { auditedOf } from './audited.ts'
import { nameOf, principalOf } from './principal.ts'

/** Requests whose route has written its own line, with details. */
const written = new WeakSet<Request>()

/** Writes a line of the audit log about the request's principal. */
export function createAudit({ database, clock }: AccountDeps) {
  return async (
    c: Context<HttpEnv>,
    action: string,
    object: string,
    objectId?: string,
    details: Record<string, unknown> = {},
  ): Promise<void> => {
    const principal = principalOf(c)
    const entry = { workspaceId: principal.workspaceId, actor: actorOf(principal), action, object, details }
    const where = { address: c.get('clientAddress'), ...(objectId === undefined ? {} : { objectId }) }
    await writeAudit(database.sql, { ...entry, ...where }, clock.now())
    written.add(c.req.raw)
  }
}

/**
 * Writes what the table says of each route that succeeded: a change unless the route did so itself, a read once in a
 * quarter of an hour. Stands behind the guard.
 */
export function recordAudit(accounts: AccountDeps): MiddlewareHandler<HttpEnv> {
  const { database, clock } = accounts
  const write = createAudit(accounts)
  return async (c, next) => {
    await next()
    const audited = auditedOf(nameOf(c.req.method, routePath(c, -1)))
    if (!audited || c.res.status >= 400 || written.has(c.req.raw)) return
    const { what, object } = audited
    const id = c.req.param('id') ?? c.req.param('name')
    if ('changes' in what) await write(c, what.changes, object, id)
    if (!('reads' in what)) return
    const principal = principalOf(c)
    const line = { workspaceId: principal.workspaceId, actor: actorOf(principal), action: what.reads, object }
    const where = { address: c.get('clientAddress'), ...(id === undefined ? {} : { objectId: id }) }
    await noteRead(database.sql, { ...line, ...where }, clock.now())
  }
}
