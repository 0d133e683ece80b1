import { allRights, type ObjectName, type objects, type Right } from '../contract/rights.ts'
import { CarelineError } from '../kit/errors.ts'

/**
 * Who asks: a member or an API key of a workspace, with the rights it has; whoever runs the server, by its token; the
 * visitor of one conversation; or nobody known.
 */
export type Principal =
  | {
      kind: 'member'
      workspaceId: string
      memberId: string
      accountId: string
      sessionId: string
      /** Came in by the workspace's own provider, which vouches for nobody elsewhere. */
      confined: boolean
      rights: ReadonlySet<Right>
    }
  | { kind: 'api-key'; workspaceId: string; keyId: string; rights: ReadonlySet<Right> }
  | { kind: 'server'; workspaceId: string }
  | { kind: 'visitor'; workspaceId: string; conversationId: string }
  | { kind: 'anonymous' }

/** Who works on a workspace's own things: people and programs with rights, and whoever runs the server. */
export type Staff = Extract<Principal, { kind: 'member' | 'api-key' | 'server' }>

/** What is asked for. A conversation is named by its id, since a visitor has only their own. */
export type Protected =
  | { kind: 'conversation'; workspaceId: string; conversationId: string }
  | { kind: Exclude<ObjectKind, 'conversation'>; workspaceId?: string }

/** Verbs beyond the rights of the catalogue, and who may use them whatever their rights. */
const open = {
  conversation: { read: ['visitor'], write: ['visitor'], rate: ['visitor'], 'request-handoff': ['visitor'] },
  /** All conversations of a workspace: starting one. */
  conversations: { start: ['anonymous', 'visitor', 'member', 'api-key', 'server'] },
  bot: { 'read-public': ['anonymous', 'visitor', 'member', 'api-key', 'server'] },
  /** A cited page is shown to whoever follows the citation. */
  page: { 'read-public': ['anonymous', 'visitor', 'member', 'api-key', 'server'] },
  /** Signing in, and what an account does with itself. */
  account: { 'sign-in': ['anonymous', 'visitor', 'member', 'api-key', 'server'], self: ['member'] },
  attachment: { upload: ['visitor'], 'read-own': ['visitor'] },
  server: { read: ['server'], 'rotate-keys': ['server'] },
} as const satisfies Record<string, Record<string, readonly Principal['kind'][]>>

type OpenVerb<K> = K extends keyof typeof open ? keyof (typeof open)[K] & string : never
type RightVerb<K> = K extends ObjectName ? (typeof objects)[K][number] : never

export type ObjectKind = ObjectName | keyof typeof open
export type Verb<K extends ObjectKind = ObjectKind> = K extends ObjectKind
  ? OpenVerb<K> | RightVerb<K>
  : never

const known: ReadonlySet<string> = new Set(allRights)

/**
 * The one question of who may do what: a right of the catalogue, or a verb that is open to a kind of principal. Nobody
 * reaches another workspace, and a visitor only their own conversation, whatever the rights.
 * @throws CarelineError `not-found` for what lies in another workspace, else `forbidden`, which says no more than that.
 */
export function authorize<O extends Protected>(principal: Principal, verb: Verb<O['kind']>, object: O): void {
  if (!mayAtAll(principal, verb, object.kind)) throw new CarelineError('forbidden', 'You may not do this.')
  if (!reaches(principal, object)) throw new CarelineError('not-found', 'There is no such thing here.')
}

/** Whether the principal has the verb at all, wherever the object is. */
function mayAtAll(principal: Principal, verb: string, kind: ObjectKind): boolean {
  const verbs: Record<string, readonly Principal['kind'][]> = Object.hasOwn(open, kind)
    ? open[kind as keyof typeof open]
    : {}
  if (Object.hasOwn(verbs, verb) && verbs[verb]?.includes(principal.kind)) return true
  const right = `${kind}:${verb}`
  if (!known.has(right)) return false
  if (principal.kind === 'server') return true
  return 'rights' in principal && principal.rights.has(right as Right)
}

/**
 * Nobody gives others rights that they do not have, nor takes any from those who have more.
 * @throws CarelineError `forbidden`, naming the rights.
 */
export function refuseMoreThanOwn(principal: Principal, rights: readonly Right[]): void {
  if (principal.kind === 'server') return
  const own: ReadonlySet<Right> = 'rights' in principal ? principal.rights : new Set()
  const more = rights.filter(right => !own.has(right))
  if (more.length > 0)
    throw new CarelineError('forbidden', `You do not have these rights yourself: ${more.join(', ')}.`)
}

function reaches(principal: Principal, object: Protected): boolean {
  if (principal.kind === 'anonymous') return true
  if (object.workspaceId !== undefined && object.workspaceId !== principal.workspaceId) return false
  if (principal.kind !== 'visitor') return true
  return object.kind !== 'conversation' || object.conversationId === principal.conversationId
}
