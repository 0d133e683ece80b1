import { z } from 'zod'

/** The proof shown beside a sentence: a passage of one page, with the address that opens the page at that place. */
export const Citation = z
  .object({
    /** 1-based number as shown to the visitor; unique within one answer. */
    number: z.number().int().positive(),
    passageId: z.string(),
    pageId: z.string(),
    /** Path of the page inside its source (relative path, or the URL of a crawled page). */
    path: z.string(),
    title: z.string(),
    headingPath: z.array(z.string()),
    /** Where the citation opens: absolute, or relative to the server's public URL; ends in the passage's anchor. */
    url: z.string(),
    /** The words of the page the sentence rests on, verbatim. */
    quote: z.string(),
  })
  .meta({ id: 'Citation' })
export type Citation = z.infer<typeof Citation>

/** One checked sentence (or list step, or table row) of an answer. Markdown of the safe subset. */
export const AnswerSentence = z
  .object({
    text: z.string(),
    /** Numbers of the citations that support it; never empty in an answer about the company. */
    citations: z.array(z.number().int().positive()),
    kind: z.enum(['sentence', 'step', 'row', 'heading', 'code']),
  })
  .meta({ id: 'AnswerSentence' })
export type AnswerSentence = z.infer<typeof AnswerSentence>

/** The page's own words; written by a language model and checked; or what the company pinned, word for word. */
export const AnswerMode = z.enum(['extractive', 'generated', 'pinned'])

export const RefusalReason = z.enum(['none-relevant', 'not-supported', 'out-of-scope', 'unsafe', 'budget'])
export type RefusalReason = z.infer<typeof RefusalReason>

/** Why a conversation goes to a person; `no-answer` is what no page bears on, `mode` that the bot is not to answer. */
export const HandoffReason = z.enum([
  'asked-for',
  'sensitive',
  'unresolved',
  'no-answer',
  'low-support',
  'turns-cap',
  'model-failure',
  'rule',
  'mode',
])
export type HandoffReason = z.infer<typeof HandoffReason>

export const SmalltalkKind = z.enum(['hello', 'thanks', 'bye', 'who-are-you'])
export type SmalltalkKind = z.infer<typeof SmalltalkKind>

/**
 * What the bot chose to do with one turn: a value, carried out by others. Refusing and handing over are
 * results, not errors. `text` is what the visitor reads, in the language of the conversation.
 */
export const Decision = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('answered'),
      text: z.string(),
      sentences: z.array(AnswerSentence).min(1),
      citations: z.array(Citation).min(1),
      mode: AnswerMode,
    }),
    z.object({
      kind: z.literal('refused'),
      reason: RefusalReason,
      text: z.string(),
      offerPerson: z.boolean(),
    }),
    z.object({ kind: z.literal('clarify'), text: z.string(), options: z.array(z.string()) }),
    z.object({ kind: z.literal('smalltalk'), smalltalk: SmalltalkKind, text: z.string() }),
    z.object({ kind: z.literal('handoff'), reason: HandoffReason, text: z.string() }),
  ])
  .meta({ id: 'Decision' })
export type Decision = z.infer<typeof Decision>
