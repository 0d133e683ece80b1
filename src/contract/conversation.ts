import { z } from 'zod'
import { attachmentTypes } from './choices.ts'
import { AnswerSentence, Citation } from './decision.ts'

/** Who speaks for the company in a conversation: the bot, nobody yet (`queue`), or a member by id. */
export const Holder = z.union([z.literal('bot'), z.literal('queue'), z.string().regex(/^member:/)])
export type Holder = z.infer<typeof Holder>

export const AttachmentType = z.enum(attachmentTypes)
export type AttachmentType = z.infer<typeof AttachmentType>

/** A file that goes with a message. Pictures are packed anew; width and height are theirs alone. */
export const Attachment = z
  .object({
    id: z.string(),
    /** As the sender calls it, with the ending of what it is. */
    name: z.string(),
    type: AttachmentType,
    bytes: z.number().int(),
    width: z.number().int().nullable(),
    height: z.number().int().nullable(),
  })
  .meta({ id: 'Attachment' })
export type Attachment = z.infer<typeof Attachment>

export const Author = z.enum(['visitor', 'bot', 'member', 'system'])
export type Author = z.infer<typeof Author>

/** What a message carries beside its text. */
export const MessageContent = z
  .object({
    /** The kind of the decision a bot message came from. */
    decision: z.enum(['answered', 'refused', 'clarify', 'smalltalk', 'handoff']).optional(),
    reason: z.string().optional(),
    sentences: z.array(AnswerSentence).optional(),
    citations: z.array(Citation).optional(),
    /** Quick replies the visitor may press. */
    options: z.array(z.string()).optional(),
    /** Whether the widget should offer to fetch a person under this message. */
    offerPerson: z.boolean().optional(),
    /** On the word that a person is fetched: nobody is there to come soon, and there is no address to write to yet. */
    askAddress: z.boolean().optional(),
    /** A person took over while the bot was writing: this is as far as it came. */
    interrupted: z.boolean().optional(),
    attachments: z.array(Attachment).optional(),
  })
  .meta({ id: 'MessageContent' })
export type MessageContent = z.infer<typeof MessageContent>

export const Message = z
  .object({
    id: z.string(),
    conversationId: z.string(),
    /** 1, 2, 3 ... without gaps within the conversation. */
    seq: z.number().int().positive(),
    author: Author,
    /** The id the client gave its message, echoed so that it can match its own; null for others'. */
    clientId: z.string().nullable(),
    text: z.string(),
    content: MessageContent,
    turnId: z.string().nullable(),
    traceId: z.string().nullable(),
    rating: z.enum(['up', 'down']).nullable(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Message' })
export type Message = z.infer<typeof Message>

export const Conversation = z
  .object({
    id: z.string(),
    botId: z.string(),
    holder: Holder,
    epoch: z.number().int().nonnegative(),
    lastSeq: z.number().int().nonnegative(),
    language: z.string().nullable(),
    state: z.enum(['open', 'closed']),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Conversation' })
export type Conversation = z.infer<typeof Conversation>
