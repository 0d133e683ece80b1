import { CarelineError } from '../kit/errors.ts'

/** Who asks: whoever holds the local admin token, the visitor of one conversation, or nobody known. */
export type Principal =
  | { kind: 'admin' }
  | { kind: 'visitor'; workspaceId: string; conversationId: string }
  | { kind: 'anonymous' }

/** What is asked for. A conversation is named by its id, since a visitor has only their own. */
export type Protected =
  | { kind: 'conversation'; workspaceId: string; conversationId: string }
  | { kind: 'conversations'; workspaceId: string }
  | { kind: Exclude<ObjectKind, 'conversation' | 'conversations'>; workspaceId?: string }

/** object x verb -> who may. What is not in the table nobody may. */
const table = {
  /** All conversations of a workspace: starting one. */
  conversations: { start: ['anonymous', 'visitor', 'admin'], list: ['admin'] },
  conversation: {
    read: ['visitor', 'admin'],
    write: ['visitor'],
    rate: ['visitor'],
    'request-handoff': ['visitor'],
    'take-over': ['admin'],
    release: ['admin'],
    reply: ['admin'],
  },
  bot: {
    'read-public': ['anonymous', 'visitor', 'admin'],
    read: ['admin'],
    create: ['admin'],
    update: ['admin'],
  },
  source: { read: ['admin'], create: ['admin'], update: ['admin'], delete: ['admin'], sync: ['admin'] },
  /** A cited page is shown to whoever follows the citation. */
  page: { 'read-public': ['anonymous', 'visitor', 'admin'], read: ['admin'] },
  job: { read: ['admin'] },
  trace: { read: ['admin'] },
  model: { read: ['admin'] },
  question: { ask: ['admin'] },
  backup: { create: ['admin'] },
  server: { read: ['admin'] },
} as const satisfies Record<string, Record<string, readonly Principal['kind'][]>>

export type ObjectKind = keyof typeof table
export type Verb<K extends ObjectKind = ObjectKind> = K extends ObjectKind
  ? keyof (typeof table)[K] & string
  : never

/**
 * The one question of who may do what. A visitor reaches their own conversation only, whatever the table says.
 * @throws CarelineError `forbidden`, which says no more than that.
 */
export function authorize<O extends Protected>(principal: Principal, verb: Verb<O['kind']>, object: O): void {
  const verbs: Record<string, readonly Principal['kind'][]> = table[object.kind]
  const may = Object.hasOwn(verbs, verb) && verbs[verb]?.includes(principal.kind) === true
  if (may && reaches(principal, object)) return
  throw new CarelineError('forbidden', 'You may not do this.')
}

function reaches(principal: Principal, object: Protected): boolean {
  if (principal.kind !== 'visitor') return true
  if (object.workspaceId !== undefined && object.workspaceId !== principal.workspaceId) return false
  return object.kind !== 'conversation' || object.conversationId === principal.conversationId
}
