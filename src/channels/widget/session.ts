import type { Context } from 'hono'
import { authorize, type Verb } from '../../accounts/index.ts'
import { CarelineError } from '../../kit/errors.ts'
import type { HttpEnv } from '../../platform/http/edge.ts'
import type { VisitorConversations, VisitorSession } from './visitor-conversations.ts'

/**
 * The session of a request and its right to do `verb` with the conversation it names.
 * @throws CarelineError `forbidden` (401 without a session, 403 for another's conversation).
 */
export async function requireSession(
  c: Context<HttpEnv>,
  conversations: VisitorConversations,
  conversationId: string,
  verb: Verb<'conversation'>,
): Promise<VisitorSession> {
  const token = /^Bearer ([\w.~+/-]{16,200})$/.exec(c.req.header('authorization') ?? '')?.[1]
  const session = token && (await conversations.session(token))
  if (!session) {
    throw new CarelineError('forbidden', 'This session is not known. Start a new conversation.', {
      details: { status: 401 },
    })
  }
  const { workspaceId } = session
  authorize({ kind: 'visitor', workspaceId, conversationId: session.conversationId }, verb, {
    kind: 'conversation',
    workspaceId,
    conversationId,
  })
  return session
}
