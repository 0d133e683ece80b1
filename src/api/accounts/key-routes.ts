import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import {
  type AccountDeps,
  type ApiKey,
  type AuditFilter,
  createApiKey,
  listApiKeys,
  listSecrets,
  readAudit,
  refuseMoreThanOwn,
  removeSecret,
  revokeApiKey,
  setSecret,
} from '../../accounts/index.ts'
import * as contract from '../../contract/accounts-api.ts'
import { answer, body, problems } from '../../contract/describe.ts'
import { given } from '../../kit/given.ts'
import { createRouter, type Router } from '../../platform/http/edge.ts'
import { createAudit } from '../audit.ts'
import { done, staff } from '../describe.ts'
import { staffOf, workspaceOf } from '../principal.ts'
import { asCsv, asJsonLines } from './audit-export.ts'

const shared = { ...staff, tags: ['Keys and audit'] }
const Id = z.object({ id: z.string().max(80) })
const AuditQuery = z.object({
  actor: z.string().max(120).optional(),
  action: z.string().max(80).optional(),
  object: z.string().max(80).optional(),
  since: z.iso.datetime({ offset: true }).optional(),
  until: z.iso.datetime({ offset: true }).optional(),
})
const AuditPageQuery = AuditQuery.extend({
  before: z.string().max(80).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
})

const routes = {
  keys: createRoute({
    ...shared,
    method: 'get',
    path: '/api-keys',
    summary: 'API keys, without the keys themselves',
    responses: { 200: answer('Keys', z.object({ apiKeys: z.array(contract.ApiKey) })), ...problems },
  }),
  createKey: createRoute({
    ...shared,
    method: 'post',
    path: '/api-keys',
    summary: 'Make an API key; the key is shown this once',
    request: { body: body(contract.CreateApiKey) },
    responses: { 201: answer('The key', contract.CreatedApiKey), ...problems },
  }),
  revokeKey: createRoute({
    ...shared,
    method: 'delete',
    path: '/api-keys/{id}',
    summary: 'Revoke an API key',
    request: { params: Id },
    responses: done,
  }),
  secrets: createRoute({
    ...shared,
    method: 'get',
    path: '/secrets',
    summary: 'Which secrets are set',
    responses: { 200: answer('Names and times', contract.SecretList), ...problems },
  }),
  setSecret: createRoute({
    ...shared,
    method: 'put',
    path: '/secrets/{name}',
    summary: 'Set a secret; nobody can read it again',
    request: { params: contract.SecretName, body: body(contract.GiveSecret) },
    responses: done,
  }),
  removeSecret: createRoute({
    ...shared,
    method: 'delete',
    path: '/secrets/{name}',
    summary: 'Forget a secret',
    request: { params: contract.SecretName },
    responses: done,
  }),
  audit: createRoute({
    ...shared,
    method: 'get',
    path: '/audit',
    summary: 'The audit log, newest first',
    request: { query: AuditPageQuery },
    responses: { 200: answer('Lines', contract.AuditPage), ...problems },
  }),
  auditCsv: createRoute({
    ...shared,
    method: 'get',
    path: '/audit.csv',
    summary: 'The audit log as CSV (RFC 4180)',
    request: { query: AuditQuery },
    responses: {
      200: { description: 'Lines', content: { 'text/csv': { schema: z.string() } } },
      ...problems,
    },
  }),
  auditLines: createRoute({
    ...shared,
    method: 'get',
    path: '/audit.jsonl',
    summary: 'The audit log as JSON, one line each',
    request: { query: AuditQuery },
    responses: {
      200: { description: 'Lines', content: { 'application/x-ndjson': { schema: z.string() } } },
      ...problems,
    },
  }),
}

/** API keys, secrets and the audit log. Mounted below `/api/v1`, behind the guard. */
export function createKeyRoutes(accounts: AccountDeps): Router {
  const app = createRouter()
  const { database, clock } = accounts
  const audit = createAudit(accounts)

  app.openapi(routes.keys, async c => {
    const apiKeys = (await listApiKeys(database.sql, workspaceOf(c))).map(shownKey)
    return c.json({ apiKeys }, 200)
  })
  app.openapi(routes.createKey, async c => {
    const { name, rights, expiresAt } = c.req.valid('json')
    const principal = staffOf(c)
    refuseMoreThanOwn(principal, rights)
    const { apiKey, key } = await createApiKey(
      database.sql,
      {
        workspaceId: principal.workspaceId,
        name,
        rights,
        ...(principal.kind === 'member' ? { createdBy: principal.memberId } : {}),
        ...(expiresAt === undefined ? {} : { expiresAt: new Date(expiresAt) }),
      },
      clock.now(),
    )
    await audit(c, 'api-key.created', 'api-key', apiKey.id, { rights })
    c.header('Cache-Control', 'no-store')
    return c.json({ apiKey: shownKey(apiKey), key }, 201)
  })
  app.openapi(routes.revokeKey, async c => {
    const { id } = c.req.valid('param')
    await revokeApiKey(database.sql, workspaceOf(c), id, clock.now())
    await audit(c, 'api-key.revoked', 'api-key', id)
    return c.body(null, 204)
  })

  app.openapi(routes.secrets, async c => {
    const secrets = await listSecrets(accounts, workspaceOf(c))
    return c.json({ secrets: secrets.map(one => ({ ...one, updatedAt: one.updatedAt.toISOString() })) }, 200)
  })
  app.openapi(routes.setSecret, async c => {
    const { name } = c.req.valid('param')
    await setSecret(accounts, workspaceOf(c), name, c.req.valid('json').value)
    await audit(c, 'secret.set', 'secret', name)
    return c.body(null, 204)
  })
  app.openapi(routes.removeSecret, async c => {
    const { name } = c.req.valid('param')
    await removeSecret(accounts, workspaceOf(c), name)
    await audit(c, 'secret.removed', 'secret', name)
    return c.body(null, 204)
  })

  app.openapi(routes.audit, async c => {
    const { limit, before, ...filter } = c.req.valid('query')
    const page = { ...filterOf(filter), ...given({ before }), limit }
    const entries = await readAudit(database.sql, workspaceOf(c), page)
    return c.json({ entries: entries.map(entry => ({ ...entry, at: entry.at.toISOString() })) }, 200)
  })
  const pagesOf = (workspaceId: string, filter: z.infer<typeof AuditQuery>) => (page: { before?: string }) =>
    readAudit(database.sql, workspaceId, { ...filterOf(filter), ...page, limit: 500 })
  app.openapi(routes.auditCsv, async c => {
    const read = pagesOf(workspaceOf(c), c.req.valid('query'))
    return c.body(await asCsv(read), 200, fileOf('audit.csv', 'text/csv; charset=utf-8')) as never
  })
  app.openapi(routes.auditLines, async c => {
    const read = pagesOf(workspaceOf(c), c.req.valid('query'))
    return c.body(await asJsonLines(read), 200, fileOf('audit.jsonl', 'application/x-ndjson')) as never
  })
  return app
}

const fileOf = (name: string, type: string) => ({
  'Content-Type': type,
  'Content-Disposition': `attachment; filename="${name}"`,
})

function filterOf({ since, until, ...filter }: z.infer<typeof AuditQuery>): AuditFilter {
  return {
    ...given(filter),
    ...(since === undefined ? {} : { since: new Date(since) }),
    ...(until === undefined ? {} : { until: new Date(until) }),
  }
}

function shownKey({ createdAt, usedAt, expiresAt, ...key }: ApiKey) {
  return {
    ...key,
    createdAt: createdAt.toISOString(),
    usedAt: usedAt?.toISOString() ?? null,
    expiresAt: expiresAt?.toISOString() ?? null,
  }
}
