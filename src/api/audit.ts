import type { Context } from 'hono'
import { type AccountDeps, actorOf, writeAudit } from '../accounts/index.ts'
import type { HttpEnv } from '../platform/http/edge.ts'
import { principalOf } from './principal.ts'

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
  }
}
