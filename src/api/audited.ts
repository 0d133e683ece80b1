import { accessTable } from './access.ts'

/**
 * What the audit log says of a route of the staff's side: the change it makes, the personal data it shows, or why it is
 * left out.
 */
export type Audited = { changes: string } | { reads: string } | { left: string }

const ownAccount = { left: 'Only what is their own.' }
const noPerson = { left: 'Shows no personal data of those who write, and changes nothing.' }
const inLog = { left: 'The event log of the conversation says who and when, and is kept with it.' }

/**
 * Every route behind the gate. A test fails on one that is in neither half, so that nobody forgets to decide. Reads are
 * written once for each actor, object and quarter of an hour: enough to tell who looked at what, and no flood.
 */
export const auditedTable: Readonly<Record<string, Audited>> = {
  'GET /account': ownAccount,
  'PATCH /account': ownAccount,
  'PUT /account/password': { changes: 'account.password-changed' },
  'GET /account/sessions': ownAccount,
  'DELETE /account/sessions': { changes: 'account.sessions-ended' },
  'DELETE /account/sessions/:id': { changes: 'account.session-ended' },
  'GET /account/notifications': ownAccount,
  'PATCH /account/notifications': ownAccount,
  'GET /account/push-subscriptions': ownAccount,
  'POST /account/push-subscriptions': ownAccount,
  'DELETE /account/push-subscriptions/:id': ownAccount,
  'POST /account/totp': { left: 'Nothing is stored before the code was shown.' },
  'PUT /account/totp': { changes: 'account.second-factor-on' },
  'DELETE /account/totp': { changes: 'account.second-factor-off' },

  'GET /members': { left: 'Colleagues see each other; nobody outside is shown.' },
  'PATCH /members/:id': { changes: 'member.changed' },
  'DELETE /members/:id': { changes: 'member.removed' },
  'GET /invites': { left: 'Colleagues see whom they invite; nobody outside is shown.' },
  'POST /invites': { changes: 'invite.created' },
  'POST /invites/:id/mail': { changes: 'invite.sent-again' },
  'DELETE /invites/:id': { changes: 'invite.withdrawn' },
  'GET /identity-providers': noPerson,
  'POST /identity-providers': { changes: 'identity-provider.created' },
  'PUT /identity-providers/:id': {
    left: 'The route writes identity-provider.changed itself, with the fields.',
  },
  'DELETE /identity-providers/:id': { changes: 'identity-provider.deleted' },
  'GET /roles': noPerson,
  'POST /roles': { changes: 'role.created' },
  'PUT /roles/:id': { changes: 'role.changed' },
  'DELETE /roles/:id': { changes: 'role.deleted' },
  'GET /teams': noPerson,
  'POST /teams': { changes: 'team.created' },
  'PUT /teams/:id': { changes: 'team.changed' },
  'DELETE /teams/:id': { changes: 'team.deleted' },
  'GET /api-keys': noPerson,
  'POST /api-keys': { changes: 'api-key.created' },
  'DELETE /api-keys/:id': { changes: 'api-key.revoked' },
  'GET /secrets': noPerson,
  'PUT /secrets/:name': { changes: 'secret.set' },
  'DELETE /secrets/:name': { changes: 'secret.removed' },
  'GET /audit': { reads: 'audit-log.read' },
  'GET /audit.csv': { changes: 'audit-log.exported' },
  'GET /audit.jsonl': { changes: 'audit-log.exported' },

  'GET /contacts': { reads: 'contact.listed' },
  'GET /contacts/:id': { reads: 'contact.read' },
  'PATCH /contacts/:id': { changes: 'contact.changed' },
  'DELETE /contacts/:id': { left: 'The route writes contact.deleted itself, with the deletion.' },

  'GET /desk/conversations': { reads: 'conversation.listed' },
  'PATCH /desk/conversations': inLog,
  'GET /desk/counts': noPerson,
  'GET /desk/conversations/:id': { reads: 'conversation.read' },
  'PATCH /desk/conversations/:id': inLog,
  'POST /desk/conversations/:id/takeover': inLog,
  'DELETE /desk/conversations/:id/takeover': inLog,
  'POST /desk/conversations/:id/merge': inLog,
  'DELETE /desk/conversations/:id/merge': inLog,
  'PUT /desk/conversations/:id/block': inLog,
  'POST /desk/conversations/:id/messages': inLog,
  'POST /desk/conversations/:id/attachments': { left: 'The message that it goes with is in the log.' },
  'GET /desk/conversations/:id/attachments/:attachmentId': { reads: 'attachment.read' },
  'POST /desk/conversations/:id/notes': inLog,
  'PUT /desk/conversations/:id/read': {
    left: 'A mark of how far one has read; the reading itself is written.',
  },
  'PUT /desk/conversations/:id/activity': { left: 'Who is looking or typing, said every few seconds.' },
  'GET /desk/conversations/:id/copilot': noPerson,
  'POST /desk/conversations/:id/drafts': inLog,
  'POST /desk/conversations/:id/questions': { left: 'Their own question; its trace is kept.' },
  'POST /desk/conversations/:id/rewording': { left: 'Their own words, given back and not kept.' },
  'GET /desk/search': { reads: 'message.searched' },
  'PUT /desk/presence': { left: 'Whether a member is there, said every minute.' },
  'GET /desk/events': { reads: 'conversation.followed' },
  'GET /desk/drafts': { reads: 'draft.listed' },
  'POST /desk/drafts/:id/message': inLog,
  'DELETE /desk/drafts/:id': inLog,
  'GET /labels': noPerson,
  'POST /labels': { changes: 'label.created' },
  'PUT /labels/:id': { changes: 'label.changed' },
  'DELETE /labels/:id': { changes: 'label.deleted' },
  'GET /macros': noPerson,
  'POST /macros': { changes: 'macro.created' },
  'PUT /macros/:id': { changes: 'macro.changed' },
  'DELETE /macros/:id': { changes: 'macro.deleted' },
  'GET /views': noPerson,
  'POST /views': { changes: 'view.created' },
  'DELETE /views/:id': { changes: 'view.deleted' },

  'GET /sources': noPerson,
  'POST /sources/files': { changes: 'source.created' },
  'GET /pages/:id/passages': noPerson,
  'GET /report': noPerson,
  'GET /report/occurrences': { reads: 'conversation.listed' },
  'GET /golden-questions': noPerson,
  'GET /golden-questions.jsonl': noPerson,
  'POST /golden-questions': { changes: 'golden-question.kept' },
  'DELETE /golden-questions/:id': { changes: 'golden-question.deleted' },
  'POST /sources': { changes: 'source.created' },
  'GET /sources/:id': noPerson,
  'PATCH /sources/:id': { changes: 'source.changed' },
  'DELETE /sources/:id': { changes: 'source.deleted' },
  'POST /sources/:id/sync': { left: 'Reads again what is set already.' },
  'GET /sources/:id/pages': noPerson,
  'GET /jobs/:id': noPerson,
  'GET /pinned-answers': noPerson,
  'POST /pinned-answers': { changes: 'pinned-answer.created' },
  'PUT /pinned-answers/:id': { changes: 'pinned-answer.changed' },
  'DELETE /pinned-answers/:id': { changes: 'pinned-answer.deleted' },
  'POST /ask': { left: 'Their own question; its trace is kept.' },
  'GET /traces/:id': { reads: 'trace.read' },
  'GET /models': noPerson,
  'POST /backups': { changes: 'backup.created' },
  'GET /secret-keys': noPerson,
  'POST /secret-keys/rotation': { changes: 'secret-keys.rotated' },
  'GET /bots': noPerson,
  'PATCH /bots/:id': { changes: 'bot.changed' },
  'GET /bots/:id/calibration': noPerson,
  'PUT /bots/:id/calibration': { changes: 'bot.calibrated' },
  'POST /bots/:id/calibration': { changes: 'bot.measured' },
  'POST /bots/:id/model-trial': { changes: 'bot.model-tried' },
}

/** What the log is to say of a route, and of which kind of object it is. */
export function auditedOf(route: string): { what: Audited; object: string } | undefined {
  const access = accessTable[route]
  const what = auditedTable[route]
  return what && typeof access === 'object' ? { what, object: access[0] } : undefined
}
