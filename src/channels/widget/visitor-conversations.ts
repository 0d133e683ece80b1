import type { z } from 'zod'
import type { Activity, Doing } from '../../contract/activity.ts'
import type { Attachment, Conversation, Message } from '../../contract/conversation.ts'
import type { EventName } from '../../contract/events.ts'
import type {
  AnswerSurvey,
  ClaimIdentity,
  EarlierConversation,
  StartConversation,
} from '../../contract/visitor-api.ts'

/** Whose conversation a session token opens. */
export interface VisitorSession {
  workspaceId: string
  botId: string
  conversationId: string
}

/** What the visitor's routes need of the conversations room; every write is durable when its promise resolves. */
export interface VisitorConversations {
  start(
    input: StartConversation & { idempotencyKey?: string },
  ): Promise<{ conversation: Conversation; sessionToken: string; repeated: boolean }>
  /** `undefined` when nobody has this token. */
  session(token: string): Promise<VisitorSession | undefined>
  read(session: VisitorSession): Promise<Conversation>
  /** A `clientId` that was used before is answered with the first result, and `repeated`. */
  receive(
    session: VisitorSession,
    input: { clientId: string; text: string; attachmentIds?: readonly string[] },
  ): Promise<{ message: Message; repeated: boolean }>
  /** Whether `receive` would be answered with a first result. */
  wasReceived(session: VisitorSession, clientId: string): Promise<boolean>
  /** Keeps a file until it is sent with a message. */
  attach(session: VisitorSession, file: { name: string; bytes: Uint8Array }): Promise<Attachment>
  readAttachment(session: VisitorSession, attachmentId: string): Promise<Attachment & { content: Uint8Array }>
  history(
    session: VisitorSession,
    page: { after: number; limit: number },
  ): Promise<{ messages: Message[]; lastSeq: number; lastEvent: number }>
  /** The visitor's live events after a number (default: after this promise), until `signal` is aborted. */
  events(
    session: VisitorSession,
    after: number | undefined,
    signal: AbortSignal,
  ): Promise<AsyncIterable<{ number: number; name: EventName; data: unknown }>>
  /** Hears that a member who holds the conversation types; past the log, so it may be lost. Returns the way to stop. */
  activity(session: VisitorSession, listener: (activity: Activity) => void): Promise<() => Promise<void>>
  /** Tells the desk that the visitor types, or has stopped. */
  tellTyping(session: VisitorSession, doing: Doing): Promise<void>
  rate(
    session: VisitorSession,
    messageId: string,
    rating: 'up' | 'down' | null,
    comment?: string,
  ): Promise<Message>
  /** The engagement that waits for the visitor's judgement, if any. */
  survey(session: VisitorSession): Promise<number | null>
  answerSurvey(session: VisitorSession, survey: AnswerSurvey): Promise<void>
  /** An `idempotencyKey` that was used before is answered with the conversation as it is now, and `repeated`. */
  requestHandoff(
    session: VisitorSession,
    input: { email?: string; note?: string; idempotencyKey?: string },
  ): Promise<{ conversation: Conversation; repeated: boolean }>
  /** Believes a token of the host page. */
  identify(session: VisitorSession, token: string): Promise<void>
  /** Takes down what the page says of its visitor. */
  claim(session: VisitorSession, claims: z.infer<typeof ClaimIdentity>): Promise<void>
  /** Other conversations of a visitor who was identified; of any other none. */
  earlier(session: VisitorSession): Promise<EarlierConversation[]>
  readEarlier(session: VisitorSession, earlierId: string): Promise<Message[]>
  /** Whether `requestHandoff` would be a repetition. */
  wasHandoffRequested(session: VisitorSession, idempotencyKey: string): Promise<boolean>
}
