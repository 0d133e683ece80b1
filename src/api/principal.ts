import type { Context, MiddlewareHandler } from 'hono'
import { routePath } from 'hono/route'
import {
  type AccountDeps,
  authorize,
  findApiKey,
  findPrincipal,
  isApiKey,
  type ObjectKind,
  type Principal,
  type Protected,
  readAccessToken,
  type Staff,
  tokensMatch,
} from '../accounts/index.ts'
import { CarelineError } from '../kit/errors.ts'
import { insideWorkspace } from '../platform/database/isolation.ts'
import type { HttpEnv } from '../platform/http/edge.ts'
import { accessTable } from './access.ts'

/** The workspace the server's own token works in; without this header the default one. */
const WORKSPACE_HEADER = 'x-careline-workspace'

/**
 * Finds out who sends a request by its bearer token: a member by an access token, a program by an API key, whoever runs
 * the server by the token of the data folder, or nobody known.
 */
export function createPrincipals(parts: { adminToken: string; workspaceId: string; accounts: AccountDeps }) {
  const { accounts } = parts
  return async (c: Context<HttpEnv>): Promise<Principal> => {
    const token = /^Bearer (\S{1,4096})$/.exec(c.req.header('authorization') ?? '')?.[1]
    if (token === undefined) return { kind: 'anonymous' }
    if (isApiKey(token))
      return (await findApiKey(accounts.database.sql, token, accounts.clock.now())) ?? refuse()
    if (tokensMatch(token, parts.adminToken))
      return { kind: 'server', workspaceId: c.req.header(WORKSPACE_HEADER) ?? parts.workspaceId }
    if (!/^[\w-]+\.[\w-]+\.[\w-]*$/.test(token)) return refuse()
    return (await findPrincipal(accounts, await readAccessToken(accounts, token))) ?? refuse()
  }
}

export type FindPrincipal = ReturnType<typeof createPrincipals>

const principals = new WeakMap<Request, Principal>()

/** Who sends this request, as the guard found. */
export function principalOf(c: Context<HttpEnv>): Exclude<Principal, { kind: 'anonymous' }> {
  const principal = principals.get(c.req.raw)
  if (!principal || principal.kind === 'anonymous') throw signIn()
  return principal
}

/** The same on the staff's side. @throws CarelineError `forbidden` for a visitor. */
export function staffOf(c: Context<HttpEnv>): Staff {
  const principal = principalOf(c)
  if (principal.kind === 'visitor') throw new CarelineError('forbidden', 'You may not do this.')
  return principal
}

/** Only people hold conversations and write in them. @throws CarelineError `forbidden`. */
export function memberOf(c: Context<HttpEnv>): { workspaceId: string; memberId: string } {
  const principal = principalOf(c)
  if (principal.kind !== 'member') throw new CarelineError('forbidden', 'Only a member can do this: sign in.')
  return { workspaceId: principal.workspaceId, memberId: principal.memberId }
}

/** The member who asks, with their session: what is their own is theirs alone. @throws CarelineError `forbidden`. */
export function accountOf(c: Context<HttpEnv>): Extract<Principal, { kind: 'member' }> {
  const principal = principalOf(c)
  if (principal.kind !== 'member') throw new CarelineError('forbidden', 'Only a person has an account.')
  return principal
}

/** The workspace that a request works in. */
export const workspaceOf = (c: Context<HttpEnv>): string => principalOf(c).workspaceId

/**
 * The one gate of the staff's side: looks the route up in the table and asks `authorize`, before anything of the
 * request is looked at, so that a stranger learns nothing from what is wrong with it. A route that is not in the table
 * answers nobody.
 */
export function guard(findPrincipal: FindPrincipal): MiddlewareHandler<HttpEnv> {
  return async (c, next) => {
    const pattern = routePath(c, -1)
    if (pattern.endsWith('*') || c.req.method === 'OPTIONS') return next()
    const access = accessTable[nameOf(c.req.method, pattern)]
    if (!access) throw new Error(`the route ${c.req.method} ${pattern} has no row in the access table`)
    if (access === 'visitor' || access === 'open') return next()
    const principal = await findPrincipal(c)
    const object = {
      kind: access[0],
      ...('workspaceId' in principal ? { workspaceId: principal.workspaceId } : {}),
    }
    try {
      authorize(principal, access[1] as never, object as Protected)
    } catch (error) {
      throw principal.kind === 'anonymous' ? signIn() : error
    }
    principals.set(c.req.raw, principal)
    if (!isHeld(principal) || acrossWorkspaces.has(access[0])) return next()
    return insideWorkspace(principal.workspaceId, next)
  }
}

/** Objects of more than one workspace: people sign in to several, and a backup holds all. */
const acrossWorkspaces: ReadonlySet<ObjectKind> = new Set(['account', 'backup', 'workspace'])

/** Members and keys are held to their workspace by the database too. Whoever runs the server has all of it anyway. */
const isHeld = (principal: Principal) => principal.kind === 'member' || principal.kind === 'api-key'

/** A route as the table names it: the path below `/api/v1`, HEAD as GET. */
export function nameOf(method: string, pattern: string): string {
  return `${method === 'HEAD' ? 'GET' : method} ${pattern.replace(/^.*\/api\/v1(?=\/)/, '')}`
}

function refuse(): never {
  throw new CarelineError('forbidden', 'This token is not known.', { details: { status: 401 } })
}

const signIn = () =>
  new CarelineError(
    'forbidden',
    'Sign in, or send an API key or the admin token of the data folder as Authorization: Bearer.',
    { details: { status: 401 } },
  )
