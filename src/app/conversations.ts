import { type AccountDeps, readVisitorToken } from '../accounts/index.ts'
import type { Responder } from '../bot/index.ts'
import type { VisitorConversations } from '../channels/widget/index.ts'
import {
  answerSurvey,
  type ConversationDeps,
  claimIdentity,
  conversationEvents,
  createTurnHandler,
  findBySessionToken,
  findOpenSurvey,
  identify,
  listEarlier,
  listMessages,
  rateAnswer,
  readAttachment,
  readConversation,
  readEarlier,
  receiveMessage,
  requestHandoff,
  startConversation,
  tellVisitorTyping,
  uploadAttachment,
  visitorActivity,
  wasHandoffRequested,
  wasReceived,
} from '../conversations/index.ts'
import type { Clock } from '../kit/clock.ts'
import type { JobHandler } from '../platform/jobs/index.ts'
import type { Metrics } from '../platform/metrics.ts'
import type { Storage } from './storage.ts'

export interface Conversations {
  deps: ConversationDeps
  visitors: VisitorConversations
  turnHandler: JobHandler
}

/** Builds the conversations room on the storage. */
export function buildConversations(
  storage: Storage,
  responder: Responder,
  options: {
    accounts: AccountDeps
    clock: Clock
    metrics: Metrics
    sessionSecret: string
    ring: (queued?: 'job') => void
  },
): Conversations {
  const { database, bus, journal } = storage
  const deps: ConversationDeps = {
    database,
    bus,
    clock: options.clock,
    sessionSecret: options.sessionSecret,
    ring: options.ring,
    ...(journal ? { journal } : {}),
  }
  const respond: Responder['respond'] = async turn => {
    const started = performance.now()
    const response = await responder.respond(turn)
    for (const [stage, ms] of Object.entries(response.trace.ms)) options.metrics.stageTook(stage, ms / 1000)
    options.metrics.turnEnded(response.decision.kind, (performance.now() - started) / 1000)
    return response
  }
  return {
    deps,
    visitors: visitorsOf(deps, options.accounts),
    turnHandler: createTurnHandler({ ...deps, respond }),
  }
}

function visitorsOf(deps: ConversationDeps, accounts: AccountDeps): VisitorConversations {
  return {
    start: input => startConversation(deps, input),
    session: token => findBySessionToken(deps, token),
    read: session => readConversation(deps, session.conversationId),
    receive: (session, input) => receiveMessage(deps, { ...input, conversationId: session.conversationId }),
    wasReceived: ({ conversationId }, clientId) => wasReceived(deps, { conversationId, clientId }),
    attach: (session, file) => uploadAttachment(deps, { ...session, ...file, author: 'visitor' }),
    readAttachment: (session, attachmentId) =>
      readAttachment(deps.database.sql, { ...session, attachmentId, by: 'visitor' }),
    history: (session, page) => listMessages(deps, session.conversationId, page),
    events: (session, after, signal) => conversationEvents(deps, session.conversationId, after, signal),
    activity: ({ conversationId }, listener) => visitorActivity(deps, conversationId, listener),
    tellTyping: ({ workspaceId, conversationId }, doing) =>
      tellVisitorTyping(deps, { workspaceId, conversationId, doing }),
    rate: (session, messageId, rating, comment) =>
      rateAnswer(deps, {
        conversationId: session.conversationId,
        messageId,
        rating,
        ...(comment ? { comment } : {}),
      }),
    survey: ({ conversationId }) => findOpenSurvey(deps.database.sql, conversationId),
    answerSurvey: ({ conversationId }, survey) => answerSurvey(deps, { ...survey, conversationId }),
    requestHandoff: (session, input) =>
      requestHandoff(deps, { ...input, conversationId: session.conversationId }),
    async identify(session, token) {
      const { until, ...proved } = await readVisitorToken(accounts, { ...session, token })
      await identify(deps, { conversationId: session.conversationId, proved, until })
    },
    claim: ({ conversationId }, claims) => claimIdentity(deps, { conversationId, claims }),
    earlier: session => listEarlier(deps, session),
    readEarlier: ({ conversationId }, earlierId) => readEarlier(deps, { conversationId, earlierId }),
    wasHandoffRequested: ({ conversationId }, idempotencyKey) =>
      wasHandoffRequested(deps, { conversationId, idempotencyKey }),
  }
}
