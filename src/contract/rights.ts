import { z } from 'zod'

/**
 * What members and API keys may be given, object by object and verb by verb. A right is `object:verb`. Visitors hold no
 * rights: what they may do with their own conversation is said in accounts/authorize.ts.
 */
export const objects = {
  workspace: ['read', 'update', 'create'],
  conversation: [
    'read',
    'list',
    'search',
    'subscribe',
    'update',
    'take-over',
    'release',
    'reply',
    'merge',
    'delete',
    'export',
  ],
  /** What was said in a conversation, beside that it is there. */
  message: ['read'],
  note: ['read', 'create'],
  draft: ['read', 'create', 'update'],
  attachment: ['read', 'create'],
  contact: ['read', 'list', 'update', 'delete', 'export'],
  queue: ['read', 'subscribe'],
  macro: ['read', 'create', 'update', 'delete'],
  label: ['read', 'create', 'update', 'delete'],
  view: ['read', 'create', 'update', 'delete'],
  report: ['read'],
  bot: ['read', 'create', 'update', 'delete'],
  source: ['read', 'create', 'update', 'delete', 'sync'],
  page: ['read'],
  job: ['read'],
  trace: ['read'],
  model: ['read'],
  question: ['ask'],
  'golden-question': ['read', 'create', 'delete'],
  'pinned-answer': ['read', 'create', 'update', 'delete'],
  member: ['read', 'create', 'update', 'delete'],
  team: ['read', 'create', 'update', 'delete'],
  role: ['read', 'create', 'update', 'delete'],
  'api-key': ['read', 'create', 'delete'],
  secret: ['list', 'update', 'delete'],
  'identity-provider': ['read', 'create', 'update', 'delete'],
  'audit-log': ['read', 'export'],
  backup: ['create'],
} as const satisfies Record<string, readonly string[]>

export type ObjectName = keyof typeof objects
export type Right = { [O in ObjectName]: `${O}:${(typeof objects)[O][number]}` }[ObjectName]

/** Every right there is, in the order of the catalogue. */
export const allRights: readonly Right[] = Object.entries(objects).flatMap(([object, verbs]) =>
  verbs.map(verb => `${object}:${verb}` as Right),
)

export const Right: z.ZodType<Right> = z.enum(allRights as [Right, ...Right[]]).meta({ id: 'Right' })

const viewer: readonly Right[] = [
  ...rightsOf('conversation', ['read', 'list', 'search', 'subscribe']),
  ...rightsOf('queue', ['read', 'subscribe']),
  ...rightsOf('contact', ['read', 'list']),
  ...(
    ['workspace', 'message', 'note', 'draft', 'attachment', 'macro', 'label', 'view', 'report'] as const
  ).map(object => `${object}:read` as Right),
  ...(['bot', 'source', 'page', 'job', 'trace', 'member', 'team', 'pinned-answer'] as const).map(
    object => `${object}:read` as Right,
  ),
]

const operator: readonly Right[] = [
  ...viewer,
  ...rightsOf('conversation', ['update', 'take-over', 'release', 'reply', 'merge']),
  'note:create',
  ...rightsOf('draft', ['create', 'update']),
  'attachment:create',
  'contact:update',
  'label:create',
  ...rightsOf('macro', ['create', 'update']),
  ...rightsOf('view', ['create', 'update', 'delete']),
  'question:ask',
]

const ownersAlone: readonly Right[] = [
  'backup:create',
  'workspace:create',
  'member:delete',
  'conversation:delete',
]

/** The roles that every workspace has. */
export const builtInRoles = {
  owner: allRights,
  admin: allRights.filter(right => !ownersAlone.includes(right)),
  operator,
  viewer,
} as const satisfies Record<string, readonly Right[]>

export type BuiltInRole = keyof typeof builtInRoles

function rightsOf<O extends ObjectName>(object: O, verbs: readonly (typeof objects)[O][number][]): Right[] {
  return verbs.map(verb => `${object}:${verb}` as Right)
}
