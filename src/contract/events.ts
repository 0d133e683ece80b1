import { z } from 'zod'
import { Holder, Message } from './conversation.ts'
import { AnswerMode, AnswerSentence, Citation, HandoffReason } from './decision.ts'
import { HandoffPack } from './desk-api.ts'

/**
 * Every event of the log, by name: `noun.past-tense`, declared here once, with the shape of its data.
 * The visitor's live stream shows those marked `visitor` in `visitorEvents`.
 */
export const eventCatalogue = {
  'conversation.started': z.object({ conversationId: z.string(), botId: z.string() }),
  'message.received': z.object({ message: Message }),
  /** The bot has begun to work on the messages up to `uptoSeq`. The widget shows "typing". */
  'turn.started': z.object({ turnId: z.string(), attempt: z.number().int(), uptoSeq: z.number().int() }),
  /** A checked part of an answer still being written. A higher `attempt` replaces the parts of a lower one. */
  'answer.streamed': z.object({
    turnId: z.string(),
    attempt: z.number().int(),
    index: z.number().int(),
    sentence: AnswerSentence,
    citations: z.array(Citation),
  }),
  'message.sent': z.object({ message: Message }),
  'answer.given': z.object({
    turnId: z.string(),
    messageId: z.string(),
    traceId: z.string(),
    mode: AnswerMode,
  }),
  'answer.refused': z.object({
    turnId: z.string(),
    messageId: z.string(),
    traceId: z.string(),
    reason: z.string(),
  }),
  /** The turn is over, whatever came of it. Every `turn.started` is followed by one. */
  'turn.ended': z.object({
    turnId: z.string(),
    outcome: z.enum([
      'answered',
      'refused',
      'clarify',
      'smalltalk',
      'handoff',
      'superseded',
      'failed',
      'drafted',
    ]),
  }),
  /** The bot wrote a draft for a member to send; a later one for the same conversation takes its place. */
  'draft.written': z.object({
    draftId: z.string(),
    conversationId: z.string(),
    uptoSeq: z.number().int(),
    traceId: z.string().nullable(),
  }),
  'draft.closed': z.object({
    draftId: z.string(),
    conversationId: z.string(),
    state: z.enum(['sent', 'dropped', 'replaced']),
    /** A member's id, or `bot`. */
    by: z.string(),
  }),
  'handoff.requested': z.object({ conversationId: z.string(), reason: HandoffReason }),
  /** A handoff with all that whoever takes it must know: for people, live, and for other systems. */
  'agent.handoff': z.object({
    handoffId: z.string(),
    conversationId: z.string(),
    reason: HandoffReason,
    engagement: z.number().int(),
    pack: HandoffPack,
  }),
  'holder.changed': z.object({
    conversationId: z.string(),
    holder: Holder,
    epoch: z.number().int(),
    /** How the visitor sees the member who holds it now. */
    name: z.string().optional(),
  }),
  'conversation.taken': z.object({
    conversationId: z.string(),
    memberId: z.string(),
    from: Holder,
    /** From a colleague, on purpose. */
    override: z.boolean(),
  }),
  'conversation.released': z.object({
    conversationId: z.string(),
    to: z.enum(['bot', 'queue']),
    /** A member's id, or `timer`. */
    by: z.string(),
    from: Holder,
    override: z.boolean(),
  }),
  /** Fields of the desk were changed: status, priority, team, assignee, labels. */
  'conversation.changed': z.object({
    conversationId: z.string(),
    changed: z.array(z.string()),
    by: z.string(),
  }),
  /** What was said in it is shown with another conversation, where it is dealt with. */
  'conversation.merged': z.object({ conversationId: z.string(), into: z.string(), by: z.string() }),
  /** It stands for itself again: somebody undid it, or the visitor wrote in it (`visitor`). */
  'conversation.unmerged': z.object({ conversationId: z.string(), from: z.string(), by: z.string() }),
  /** The conversation became a contact's: `verified` by a token of the host page, else by what was only said. */
  'contact.identified': z.object({
    conversationId: z.string(),
    contactId: z.string(),
    verified: z.boolean(),
  }),
  /** The visitor's messages are refused from now on, or taken again. */
  'conversation.blocked': z.object({ conversationId: z.string(), blocked: z.boolean(), by: z.string() }),
  /** Routing gave a waiting conversation to somebody, or took it from somebody who is away. */
  'conversation.routed': z.object({
    conversationId: z.string(),
    memberId: z.string().nullable(),
    teamId: z.string().nullable(),
    /** Who had it before. */
    from: z.string().nullable(),
  }),
  'conversation.resolved': z.object({
    conversationId: z.string(),
    engagement: z.number().int(),
    by: z.string(),
  }),
  'conversation.reopened': z.object({
    conversationId: z.string(),
    engagement: z.number().int(),
    from: z.enum(['resolved', 'snoozed']),
  }),
  'handoff.picked-up': z.object({
    handoffId: z.string(),
    conversationId: z.string(),
    memberId: z.string(),
  }),
  'note.written': z.object({ conversationId: z.string(), noteId: z.string(), memberId: z.string() }),
  /** Somebody came, left or stepped away, as colleagues see it. */
  'member.presence-changed': z.object({
    memberId: z.string(),
    presence: z.enum(['online', 'away', 'offline']),
  }),
  'answer.rated': z.object({ messageId: z.string(), rating: z.enum(['up', 'down']).nullable() }),
  /** How the visitor found it, 1 to 5, once it was resolved; what they wrote stands with the resolution. */
  'survey.answered': z.object({
    conversationId: z.string(),
    engagement: z.number().int(),
    score: z.number().int(),
  }),
  'source.added': z.object({ sourceId: z.string() }),
  'source.removed': z.object({ sourceId: z.string() }),
  'source.synced': z.object({
    sourceId: z.string(),
    added: z.number(),
    changed: z.number(),
    removed: z.number(),
    failed: z.number(),
  }),
  /** Passages of one page were replaced (an empty page: removed). Indexes follow this event. */
  'passages.changed': z.object({ pageIds: z.array(z.string()) }),
} as const

export type EventName = keyof typeof eventCatalogue
export type EventData<N extends EventName> = z.infer<(typeof eventCatalogue)[N]>

/** Events that reach the visitor's live stream. */
export const visitorEvents = [
  'message.received',
  'turn.started',
  'answer.streamed',
  'message.sent',
  'turn.ended',
  'handoff.requested',
  'holder.changed',
  'conversation.resolved',
  'answer.rated',
] as const satisfies readonly EventName[]
