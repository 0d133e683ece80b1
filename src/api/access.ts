import type { ObjectKind, Verb } from '../accounts/index.ts'

/** Object and verb of a route of the staff's side; `visitor`: guarded by the session of a conversation; `open`: for all. */
export type Access = { [K in ObjectKind]: readonly [K, Verb<K>] }[ObjectKind] | 'visitor' | 'open'

/**
 * Every route below `/api/v1`, and what must be asked before it. A test walks the routes of the program and fails on one
 * that is missing here; at run time such a route answers nobody.
 */
export const accessTable: Readonly<Record<string, Access>> = {
  'GET /openapi.json': 'open',

  'GET /bots/:id/settings': 'open',
  'POST /conversations': 'open',
  'GET /conversations/:id': 'visitor',
  'GET /conversations/:id/messages': 'visitor',
  'POST /conversations/:id/messages': 'visitor',
  'GET /conversations/:id/events': 'visitor',
  'PUT /conversations/:id/messages/:messageId/rating': 'visitor',
  'POST /conversations/:id/handoff': 'visitor',

  'GET /setup': 'open',
  'POST /setup': 'open',
  'POST /session': 'open',
  'POST /session/refresh': 'open',
  'DELETE /session': 'open',

  'GET /account': ['account', 'self'],
  'PATCH /account': ['account', 'self'],
  'PUT /account/password': ['account', 'self'],
  'GET /account/sessions': ['account', 'self'],
  'DELETE /account/sessions': ['account', 'self'],
  'DELETE /account/sessions/:id': ['account', 'self'],
  'POST /account/totp': ['account', 'self'],
  'PUT /account/totp': ['account', 'self'],
  'DELETE /account/totp': ['account', 'self'],

  'GET /members': ['member', 'read'],
  'PATCH /members/:id': ['member', 'update'],
  'DELETE /members/:id': ['member', 'delete'],
  'GET /roles': ['role', 'read'],
  'POST /roles': ['role', 'create'],
  'PUT /roles/:id': ['role', 'update'],
  'DELETE /roles/:id': ['role', 'delete'],
  'GET /teams': ['team', 'read'],
  'POST /teams': ['team', 'create'],
  'PUT /teams/:id': ['team', 'update'],
  'DELETE /teams/:id': ['team', 'delete'],
  'GET /api-keys': ['api-key', 'read'],
  'POST /api-keys': ['api-key', 'create'],
  'DELETE /api-keys/:id': ['api-key', 'delete'],
  'GET /secrets': ['secret', 'list'],
  'PUT /secrets/:name': ['secret', 'update'],
  'DELETE /secrets/:name': ['secret', 'delete'],
  'GET /audit': ['audit-log', 'read'],
  'GET /audit.csv': ['audit-log', 'export'],

  'GET /sources': ['source', 'read'],
  'POST /sources': ['source', 'create'],
  'GET /sources/:id': ['source', 'read'],
  'PATCH /sources/:id': ['source', 'update'],
  'DELETE /sources/:id': ['source', 'delete'],
  'POST /sources/:id/sync': ['source', 'sync'],
  'GET /sources/:id/pages': ['page', 'read'],
  'GET /jobs/:id': ['job', 'read'],
  'POST /ask': ['question', 'ask'],
  'GET /traces/:id': ['trace', 'read'],
  'GET /models': ['model', 'read'],
  'POST /backups': ['backup', 'create'],
  'GET /bots': ['bot', 'read'],
  'PATCH /bots/:id': ['bot', 'update'],
}
