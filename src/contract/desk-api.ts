import { z } from 'zod'
import { AttachmentIds } from './attachments-api.ts'
import { priorities, statuses } from './choices.ts'
import { Conversation, Holder, Message } from './conversation.ts'
import { HandoffReason } from './decision.ts'
import { typed } from './typed.ts'

/** Requests and answers of the desk: what members see of conversations, and what they do with them. */

const at = z.iso.datetime()
export const Status = z.enum(statuses)
export type Status = z.infer<typeof Status>
export const Priority = z.enum(priorities)
export type Priority = z.infer<typeof Priority>

export const Label = z.object({ id: z.string(), name: z.string(), colour: z.string() }).meta({ id: 'Label' })
export type Label = z.infer<typeof Label>
export const GiveLabel = z
  .object({
    name: typed(60).trim().min(1),
    colour: z
      .string()
      .regex(/^#[0-9a-f]{6}$/i, 'must be a colour such as #0a7c66')
      .default('#64748b'),
  })
  .meta({ id: 'GiveLabel' })

export const ContactSummary = z
  .object({
    id: z.string(),
    name: z.string().nullable(),
    email: z.string().nullable(),
    verified: z.boolean(),
  })
  .meta({ id: 'ContactSummary' })

/** A conversation as a line of the inbox. */
export const InboxLine = z
  .object({
    id: z.string(),
    botId: z.string(),
    holder: Holder,
    status: Status,
    priority: Priority,
    teamId: z.string().nullable(),
    assigneeId: z.string().nullable(),
    language: z.string().nullable(),
    contact: ContactSummary.nullable(),
    labels: z.array(z.string()),
    /** Since when a person of the company owes an answer. */
    waitingSince: at.nullable(),
    snoozedUntil: at.nullable(),
    unread: z.number().int(),
    /** A colleague named whoever asks in a note they have not seen yet. */
    mentioned: z.boolean(),
    /** The bot wrote a draft that waits for a member to send it. */
    draftWaits: z.boolean(),
    lastMessage: z.object({ author: z.string(), text: z.string(), at }).nullable(),
    updatedAt: at,
  })
  .meta({ id: 'InboxLine' })
export type InboxLine = z.infer<typeof InboxLine>

/** What to show of the inbox. */
export const InboxFilter = z.object({
  view: z
    .enum(['mine', 'mentioned', 'unassigned', 'team', 'bot', 'snoozed', 'resolved', 'all'])
    .default('all'),
  teamId: z.string().max(80).optional(),
  labelId: z.string().max(80).optional(),
  priority: Priority.optional(),
  contactId: z.string().max(80).optional(),
})
export type InboxFilter = z.infer<typeof InboxFilter>

export const InboxQuery = InboxFilter.extend({
  /** The cursor of the page before. */
  after: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
})

export const InboxPage = z
  .object({
    conversations: z.array(InboxLine),
    /** Of the next page; null: this is the last. */
    next: z.string().nullable(),
    /** From which event number a live stream goes on without a gap. */
    lastEvent: z.number().int(),
  })
  .meta({ id: 'InboxPage' })
export type InboxPage = z.infer<typeof InboxPage>

export const InboxCounts = z
  .object({
    mine: z.number().int(),
    unassigned: z.number().int(),
    bot: z.number().int(),
    snoozed: z.number().int(),
    /** Where colleagues named whoever asks, not yet seen. */
    mentioned: z.number().int(),
    /** Those of whoever asks, and those that wait for anybody, with something not yet read. */
    unread: z.number().int(),
    open: z.number().int(),
    teams: z.record(z.string(), z.number().int()),
  })
  .meta({ id: 'InboxCounts' })
export type InboxCounts = z.infer<typeof InboxCounts>

export const Note = z
  .object({
    id: z.string(),
    memberId: z.string().nullable(),
    afterSeq: z.number().int(),
    text: z.string(),
    mentions: z.array(z.string()),
    createdAt: at,
  })
  .meta({ id: 'Note' })
export type Note = z.infer<typeof Note>
export const WriteNote = z
  .object({
    text: typed(10_000).refine(text => text.trim() !== '', 'must not be empty'),
    /** Members who are told. */
    mentions: z.array(z.string().max(80)).max(50).default([]),
  })
  .meta({ id: 'WriteNote' })

/** What the person who takes a handoff is best to do first. */
export const NextStep = z.enum([
  'read-first',
  'look-up',
  'verify-identity',
  'answer-from-knowledge',
  'check-answer',
  'ask-need',
])
export type NextStep = z.infer<typeof NextStep>

/** What a member sees at once when a conversation is handed over. */
export const HandoffPack = z
  .object({
    /** The need, what was given, the sources and what was tried, in at most 60 words. */
    summary: z.string(),
    /** In the visitor's own words; empty when they only asked for a person. */
    need: z.string(),
    tried: z.array(
      z.object({
        question: z.string(),
        outcome: z.enum(['answered', 'refused', 'asked-back', 'failed', 'member']),
        /** Titles of the pages the answer rested on. */
        pages: z.array(z.string()),
        /** What the visitor said of the answer. */
        rating: z.enum(['up', 'down']).nullable(),
      }),
    ),
    sources: z.array(z.object({ title: z.string(), url: z.string() })),
    /** From the visitor's words alone. Of cards and bank accounts only the last digits. */
    identifiers: z.array(
      z.object({
        kind: z.enum(['order', 'tracking', 'email', 'phone', 'amount', 'date', 'number']),
        value: z.string(),
      }),
    ),
    contact: z.object({ name: z.string().nullable(), email: z.string().nullable(), verified: z.boolean() }),
    page: z.object({ url: z.string().nullable(), title: z.string().nullable() }),
    language: z.string().nullable(),
    suggestedReply: z.string(),
    nextStep: NextStep,
    /** Who wrote the summary. */
    by: z.enum(['rules', 'model']),
  })
  .meta({ id: 'HandoffPack' })
export type HandoffPack = z.infer<typeof HandoffPack>

export const Handoff = z
  .object({
    id: z.string(),
    reason: HandoffReason,
    state: z.enum(['waiting', 'picked-up', 'withdrawn']),
    engagement: z.number().int(),
    note: z.string().nullable(),
    email: z.string().nullable(),
    requestedAt: at,
    pickedUpAt: at.nullable(),
    pickedUpBy: z.string().nullable(),
    /** Null to whoever may not read what was said, and for an engagement that ended before packs were made. */
    pack: HandoffPack.nullable(),
    /** Share of what the visitor had told already that they had to say again to a person, 0 to 1; null: not yet known. */
    hadToRepeat: z.number().nullable(),
  })
  .meta({ id: 'Handoff' })
export type Handoff = z.infer<typeof Handoff>

/** How the visitor found an engagement, once it was resolved. */
export const Survey = z
  .object({
    engagement: z.number().int(),
    score: z.number().int().min(1).max(5),
    comment: z.string().nullable(),
    at,
  })
  .meta({ id: 'Survey' })
export type Survey = z.infer<typeof Survey>

export const DeskConversation = z
  .object({
    conversation: Conversation,
    line: InboxLine,
    page: z.record(z.string(), z.unknown()),
    device: z.record(z.string(), z.unknown()),
    engagement: z.number().int(),
    handoffs: z.array(Handoff),
    messages: z.array(Message),
    notes: z.array(Note),
    surveys: z.array(Survey),
    /** The visitor's messages are refused. */
    blocked: z.boolean(),
    /** The conversation it was merged into; null: it stands for itself. */
    mergedInto: z.string().nullable(),
    /** Those merged into it, with what was said there. */
    merged: z.array(z.object({ id: z.string(), messages: z.array(Message) })),
    lastEvent: z.number().int(),
  })
  .meta({ id: 'DeskConversation' })
export type DeskConversation = z.infer<typeof DeskConversation>

export const TakeOver = z
  .object({
    /** Takes it from a colleague; explicit, and told in the log. */
    override: z.boolean().default(false),
  })
  .meta({ id: 'TakeOver' })

export const Release = z
  .object({ to: z.enum(['bot', 'queue']).default('bot'), override: z.boolean().default(false) })
  .meta({ id: 'Release' })

export const Block = z.object({ blocked: z.boolean() }).meta({ id: 'Block' })

export const Merge = z
  .object({
    /** The conversation it is to be shown with, or to undo that, is shown with. */
    into: z.string().max(80),
  })
  .meta({ id: 'Merge' })

export const Reply = z
  .object({
    clientId: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
    /** May be empty where something is attached. */
    text: typed(10_000),
    attachments: AttachmentIds.optional(),
    /** The epoch of the conversation as the member saw it. */
    epoch: z.number().int().min(0),
    also: z.enum(['nothing', 'resolve', 'snooze']).default('nothing'),
    snoozeUntil: at.optional(),
  })
  .refine(({ text, attachments }) => text.trim() !== '' || attachments?.length, {
    path: ['text'],
    message: 'must not be empty',
  })
  .meta({ id: 'Reply' })

export const ChangeConversation = z
  .object({
    status: Status,
    snoozedUntil: at.nullable(),
    priority: Priority,
    teamId: z.string().max(80).nullable(),
    assigneeId: z.string().max(80).nullable(),
    labelIds: z.array(z.string().max(80)).max(50),
    subject: typed(300).nullable(),
  })
  .partial()
  .meta({ id: 'ChangeConversation' })
export type ChangeConversation = z.infer<typeof ChangeConversation>

export const ChangeMany = z
  .object({ ids: z.array(z.string().max(80)).min(1).max(200), changes: ChangeConversation })
  .meta({ id: 'ChangeMany' })

export const MarkRead = z.object({ seq: z.number().int().min(0) }).meta({ id: 'MarkRead' })

export const Macro = z
  .object({
    id: z.string(),
    name: z.string(),
    text: z.string(),
    actions: z.object({
      labelIds: z.array(z.string()).optional(),
      status: Status.optional(),
      priority: Priority.optional(),
    }),
  })
  .meta({ id: 'Macro' })
export type Macro = z.infer<typeof Macro>
export const GiveMacro = z
  .object({
    name: typed(80).trim().min(1),
    text: typed(10_000),
    actions: z
      .object({
        labelIds: z.array(z.string().max(80)).max(50),
        status: Status,
        priority: Priority,
      })
      .partial()
      .default({}),
  })
  .meta({ id: 'GiveMacro' })

export const SavedView = z
  .object({ id: z.string(), name: z.string(), shared: z.boolean(), filters: InboxFilter })
  .meta({ id: 'SavedView' })
export type SavedView = z.infer<typeof SavedView>
export const GiveView = z
  .object({ name: typed(80).trim().min(1), shared: z.boolean().default(false), filters: InboxFilter })
  .meta({ id: 'GiveView' })

export const Found = z
  .object({
    results: z.array(
      z.object({
        conversationId: z.string(),
        messageId: z.string(),
        author: z.string(),
        text: z.string(),
        at,
      }),
    ),
  })
  .meta({ id: 'Found' })

export const PresenceState = z
  .object({ presence: z.enum(['online', 'away', 'offline']) })
  .meta({ id: 'PresenceState' })
