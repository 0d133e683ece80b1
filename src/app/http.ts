import { join } from 'node:path'
import { type AccountDeps, isApiKey, listBots, tokensMatch } from '../accounts/index.ts'
import {
  createAccountRoutes,
  createAdminAssets,
  createApiRoutes,
  createAttachmentRoutes,
  createContactRoutes,
  createCopilotRoutes,
  createDraftRoutes,
  createHealthRoutes,
  createInboxRoutes,
  createInviteRoutes,
  createKeyRoutes,
  createKnowledgeRoutes,
  createLinkRoutes,
  createNotificationRoutes,
  createPageRoutes,
  createPeopleRoutes,
  createPinnedRoutes,
  createPrincipals,
  createProviderRoutes,
  createRefreshCookie,
  createReportRoutes,
  createSessionRoutes,
  createSignOnRoutes,
  createToolRoutes,
  guard,
  type Operations,
  type Readiness,
  recordAudit,
  signOnCallback,
} from '../api/index.ts'
import {
  createVisitorRoutes,
  createWidgetAssets,
  type VisitorConversations,
} from '../channels/widget/index.ts'
import type { Config } from '../config.ts'
import { MOST_UPLOAD_BODY } from '../contract/attachments-api.ts'
import { MOST_FILE_BYTES } from '../contract/choices.ts'
import type { ConversationDeps } from '../conversations/index.ts'
import type { CopilotDeps } from '../desk/index.ts'
import type { Database } from '../platform/database/index.ts'
import { createRouter, installEdge, noRoute, type Router } from '../platform/http/edge.ts'
import { createLimiter, type Limiter } from '../platform/http/limits.ts'
import type { Log } from '../platform/log.ts'
import type { Metrics } from '../platform/metrics.ts'
import { packageRoot } from '../platform/paths.ts'
import type { PushSender } from '../platform/push/index.ts'
import { createDemoPage } from './demo-page.ts'
import type { Example } from './example.ts'
import { version } from './version.ts'

/** The largest request body, in bytes; pasted texts have their own. */
const MAX_BODY = 32 * 1024
const MAX_OPERATOR_BODY = 6 * 1024 * 1024
/** Of a file in Base64, with its name. */
const MAX_FILE_BODY = Math.ceil(MOST_FILE_BYTES / 3) * 4 + 4 * 1024

/** Files a minute: from a session, whose bot may say otherwise, and from a member. */
const UPLOADS = 10
const STAFF_UPLOADS = 60
/** What a member may ask of the copilot in a minute: each use may cost a language model. */
const COPILOT_USES = 30
/** Calls that only show whether a model answers, a minute and workspace. */
const MODEL_TRIALS = 12

export interface HttpParts {
  config: Config
  database: Database
  operationsOf: (workspaceId: string) => Operations
  /** The default workspace. */
  workspaceId: string
  accounts: AccountDeps
  push: PushSender
  visitors: VisitorConversations
  conversations: ConversationDeps
  copilot: CopilotDeps
  adminToken: string
  /** Keeps what was deleted from coming back out of the journal. */
  forget: () => Promise<void>
  example: Example
  metrics: Metrics
  log: Log
  readiness: Readiness
  publicUrl: string
  stopping: AbortSignal
  /** The guarded client for identity providers, whose addresses a workspace's administrators name. */
  fetch: typeof globalThis.fetch
  /** Called when a job was queued. */
  ring: () => void
}

/** Mounts every route of the server below the path of its public address. */
export function buildHttp(parts: HttpParts): Router {
  const { config, database, accounts, workspaceId } = parts
  const base = new URL(parts.publicUrl).pathname.replace(/\/+$/, '')
  const inner = createRouter()
  installEdge(inner, {
    trustedProxies: config.TRUSTED_PROXIES,
    limiterFor: createRequestLimits(config.LIMIT_REQUESTS, parts.adminToken),
    bodyLimit: mostBytesOf,
    log: parts.log,
    metrics: parts.metrics,
  })
  const api = createRouter()
  api.use('*', guard(createPrincipals({ adminToken: parts.adminToken, workspaceId, accounts })))
  api.use('*', recordAudit(accounts))
  api.route(
    '/',
    createVisitorRoutes({
      sql: database.sql,
      conversations: parts.visitors,
      origins: {
        allowed: allowedOrigins(database),
        own: new URL(parts.publicUrl).origin,
      },
      perSession: createLimiter(config.LIMIT_MESSAGES, 'messages'),
      handoffs: createLimiter(config.LIMIT_MESSAGES, 'requests for a person'),
      uploads: createLimiter(UPLOADS, 'files'),
      stopping: parts.stopping,
    }),
  )
  const cookie = createRefreshCookie(parts.publicUrl)
  api.route('/', createSessionRoutes({ accounts, cookie }))
  api.route('/', createLinkRoutes({ accounts, cookie, workspaceId, ring: parts.ring }))
  const signOn = { ...accounts, fetch: parts.fetch, redirectUri: signOnCallback(parts.publicUrl) }
  api.route('/', createSignOnRoutes({ signOn, cookie, workspaceId, publicUrl: parts.publicUrl }))
  api.route('/', createProviderRoutes(accounts))
  api.route('/', createInviteRoutes({ accounts, ring: parts.ring }))
  api.route('/', createAccountRoutes(accounts))
  api.route('/', createNotificationRoutes({ ...accounts, push: parts.push }))
  api.route('/', createPeopleRoutes({ accounts, conversations: parts.conversations }))
  api.route('/', createKeyRoutes(accounts))
  api.route('/', createContactRoutes(accounts, parts.forget))
  api.route(
    '/',
    createInboxRoutes({
      conversations: parts.conversations,
      stream: { accounts, bus: parts.conversations.bus, stopping: parts.stopping },
      ring: () => parts.conversations.ring?.(),
    }),
  )
  api.route('/', createAttachmentRoutes(parts.conversations, createLimiter(STAFF_UPLOADS, 'files')))
  api.route('/', createDraftRoutes(parts.conversations))
  api.route('/', createCopilotRoutes(parts.copilot, createLimiter(COPILOT_USES, 'uses of the copilot')))
  api.route('/', createToolRoutes(accounts))
  api.route('/', createKnowledgeRoutes({ database, clock: accounts.clock, operationsOf: parts.operationsOf }))
  api.route('/', createPinnedRoutes(accounts))
  api.route('/', createReportRoutes(accounts))
  api.route(
    '/',
    createApiRoutes({
      ...{ database, workspaceId, operationsOf: parts.operationsOf },
      modelTrials: createLimiter(MODEL_TRIALS, 'trials of models'),
    }),
  )
  describeApi(api, `${base}/api/v1`)
  inner.route('/api/v1', api)
  inner.route('/', createHealthRoutes({ readiness: parts.readiness, metrics: parts.metrics, version }))
  inner.route('/', createPageRoutes({ sql: database.sql, workspaceId, base }))
  inner.route('/', createAdminAssets(join(packageRoot, 'dist/admin'), base))
  inner.route('/', createWidgetAssets(join(packageRoot, 'dist/widget')))
  inner.route('/', createDemoPage(parts.example, base))
  if (base === '') return inner
  const outer = createRouter()
  outer.route(base, inner)
  // A proxy that serves a folder sends its visitors to the path with a slash.
  outer.get(`${base}/`, c => inner.fetch(new Request(new URL('/', c.req.url), c.req.raw), c.env))
  // Whoever watches the server asks it directly, without the proxy's path.
  outer.route('/', createHealthRoutes({ readiness: parts.readiness, metrics: parts.metrics, version }))
  outer.notFound(noRoute(outer))
  return outer
}

function mostBytesOf(path: string): number {
  if (path.endsWith('/attachments')) return MOST_UPLOAD_BODY
  if (path.endsWith('/api/v1/sources/files')) return MAX_FILE_BODY
  return /\/api\/v1\/(sources|bots|backups)/.test(path) ? MAX_OPERATOR_BODY : MAX_BODY
}

/** How much more often the screens of staff ask than a visitor's chat. */
const STAFF_FACTOR = 10

/**
 * Requests are counted by address, those with a token of staff apart and more generously: several members share an office.
 * Whoever runs the server is not counted.
 */
function createRequestLimits(aMinute: number, adminToken: string) {
  const visitors = createLimiter(aMinute, 'requests')
  const staff = createLimiter(aMinute * STAFF_FACTOR, 'requests')
  return (authorization: string | undefined): Limiter | undefined => {
    const token = /^Bearer (\S{1,4096})$/.exec(authorization ?? '')?.[1]
    if (token === undefined) return visitors
    if (tokensMatch(token, adminToken)) return undefined
    return isApiKey(token) || token.split('.').length === 3 ? staff : visitors
  }
}

/** The OpenAPI 3.1 document of the routes as they are, so that it cannot drift from them. */
export function describeApi(api: Router, path: string): void {
  api.openAPIRegistry.registerComponent('securitySchemes', 'session', {
    type: 'http',
    scheme: 'bearer',
    description: 'The session token of a conversation',
  })
  api.openAPIRegistry.registerComponent('securitySchemes', 'member', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'The access token of a member who signed in',
  })
  api.openAPIRegistry.registerComponent('securitySchemes', 'apiKey', {
    type: 'http',
    scheme: 'bearer',
    description: 'An API key of the workspace',
  })
  api.openAPIRegistry.registerComponent('securitySchemes', 'admin', {
    type: 'http',
    scheme: 'bearer',
    description: 'The admin token of the data folder',
  })
  api.doc31('/openapi.json', {
    openapi: '3.1.0',
    info: { title: 'Careline', version, license: { name: 'Apache-2.0' } },
    servers: [{ url: path }],
  })
}

const ORIGINS_MS = 5_000

/** The origins that bots allow, looked up at most every few seconds: each browser request asks. */
function allowedOrigins(database: Database) {
  let known: { at: number; bots: Awaited<ReturnType<typeof listBots>> } | undefined
  return async (botId?: string): Promise<ReadonlySet<string>> => {
    const isNew = botId !== undefined && !known?.bots.some(({ id }) => id === botId)
    if (!known || isNew || performance.now() - known.at > ORIGINS_MS)
      known = { at: performance.now(), bots: await listBots(database.sql) }
    const asked = botId === undefined ? known.bots : known.bots.filter(({ id }) => id === botId)
    // A bot that is not there is for its route to say.
    if (asked.length === 0) return new Set(['*'])
    return new Set(asked.flatMap(({ settings }) => settings.allowedOrigins))
  }
}
