import { newId } from '../kit/ids.ts'
import type { Sql } from '../platform/database/database.ts'
import type { Principal } from './authorize.ts'

/** One line of the audit log: who did what to what. Never the secret or the text itself. */
export interface AuditEntry {
  id: string
  actor: string
  action: string
  object: string
  objectId: string | null
  details: Record<string, unknown>
  address: string | null
  at: Date
}

export interface AuditInput {
  workspaceId: string
  actor: string
  action: string
  object: string
  objectId?: string
  details?: Record<string, unknown>
  address?: string
}

/** How the log names who asks. */
export function actorOf(principal: Principal): string {
  if (principal.kind === 'member') return `member:${principal.memberId}`
  if (principal.kind === 'api-key') return `key:${principal.keyId}`
  return principal.kind
}

/** Writes a line, in the transaction of what it tells where there is one. Nothing ever changes or removes a line. */
export async function writeAudit(db: Sql, entry: AuditInput, now: Date): Promise<void> {
  await db
    .insertInto('audit_log')
    .values(rowOf(entry, now, null))
    .execute()
}

const QUARTER_MS = 15 * 60_000

/** Writes that somebody saw personal data, once for each actor, action, object and quarter of an hour. */
export async function noteRead(db: Sql, entry: AuditInput, now: Date): Promise<void> {
  const { workspaceId, actor, action, objectId = '' } = entry
  const quarter = Math.floor(now.getTime() / QUARTER_MS)
  const once = JSON.stringify([workspaceId, actor, action, objectId, quarter])
  await db
    .insertInto('audit_log')
    .values(rowOf(entry, now, once))
    .onConflict(on => on.column('once').where('once', 'is not', null).doNothing())
    .execute()
}

const rowOf = (entry: AuditInput, now: Date, once: string | null) => ({
  id: newId('aud', now.getTime()),
  workspace_id: entry.workspaceId,
  actor: entry.actor,
  action: entry.action,
  object: entry.object,
  object_id: entry.objectId ?? null,
  details: JSON.stringify(entry.details ?? {}),
  address: entry.address ?? null,
  once,
  at: now,
})

export interface AuditFilter {
  actor?: string
  action?: string
  object?: string
  since?: Date
  until?: Date
}

/** The log, newest first; `before` is the id of the last line seen. */
export async function readAudit(
  db: Sql,
  workspaceId: string,
  page: AuditFilter & { before?: string; limit: number },
): Promise<AuditEntry[]> {
  let query = db.selectFrom('audit_log').selectAll().where('workspace_id', '=', workspaceId)
  if (page.before !== undefined) query = query.where('id', '<', page.before)
  if (page.since !== undefined) query = query.where('at', '>=', page.since)
  if (page.until !== undefined) query = query.where('at', '<', page.until)
  for (const column of ['actor', 'action', 'object'] as const) {
    const wanted = page[column]
    if (wanted !== undefined) query = query.where(column, '=', wanted)
  }
  const rows = await query.orderBy('id', 'desc').limit(page.limit).execute()
  return rows.map(row => ({
    ...{ id: row.id, actor: row.actor, action: row.action, object: row.object, objectId: row.object_id },
    ...{ details: row.details, address: row.address, at: row.at },
  }))
}
