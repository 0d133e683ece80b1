import { createMiddleware } from 'hono/factory'
import { authorize, type Verb } from '../../accounts/index.ts'
import { CarelineError } from '../../kit/errors.ts'
import type { HttpEnv } from '../../platform/http/edge.ts'
import { type OriginRules, requireOrigin } from './origins.ts'
import type { VisitorConversations, VisitorSession } from './visitor-conversations.ts'

/**
 * Finds the session of a request and its right to do `verb` with the conversation the path names, before anything else
 * of the request is looked at.
 * @throws CarelineError `forbidden` (401) without a session; `not-found` for the conversation of another, exactly as for
 * one that is not there.
 */
export function withSession(
  conversations: VisitorConversations,
  origins: OriginRules,
  verb: Verb<'conversation'>,
) {
  return createMiddleware<HttpEnv & { Variables: { session: VisitorSession } }>(async (c, next) => {
    const token = /^Bearer ([\w.~+/-]{16,200})$/.exec(c.req.header('authorization') ?? '')?.[1]
    const session = token && (await conversations.session(token))
    if (!session) throw unknownSession()
    const { workspaceId, conversationId } = session
    if (c.req.param('id') !== conversationId)
      throw new CarelineError('not-found', 'There is no such conversation.')
    authorize({ kind: 'visitor', workspaceId, conversationId }, verb, {
      kind: 'conversation',
      workspaceId,
      conversationId,
    })
    await requireOrigin(c, origins, session.botId)
    c.set('session', session)
    await next()
  })
}

const unknownSession = () =>
  new CarelineError('forbidden', 'This session is not known. Start a new conversation.', {
    details: { status: 401 },
  })
