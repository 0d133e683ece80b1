import { z } from 'zod'
import { Decision } from './decision.ts'
import { Draft } from './draft-api.ts'
import { typed } from './typed.ts'

/** What helps a member write, before anything is sent. */

/** Whether the words of a member can be reworded: no model is set, or the bot's has used up what it may today. */
export const CopilotState = z
  .object({ rewording: z.enum(['ready', 'no-model', 'used-up']) })
  .meta({ id: 'CopilotState' })
export type CopilotState = z.infer<typeof CopilotState>

/** What the bot made of the open question of a conversation. */
export const AskedDraft = z
  .object({
    /** Null: the pages hold no answer, or a member answered meanwhile. */
    draft: Draft.nullable(),
    decision: Decision,
    traceId: z.string(),
  })
  .meta({ id: 'AskedDraft' })
export type AskedDraft = z.infer<typeof AskedDraft>

export const AskPages = z.object({ question: typed(4_000).trim().min(1) }).meta({ id: 'AskPages' })

export const rewordings = ['rephrase', 'shorten', 'translate'] as const

export const Reword = z
  .object({
    how: z.enum(rewordings),
    text: typed(10_000).refine(text => text.trim() !== '', 'must not be empty'),
    /** Into which language (ISO 639-1) to translate; the conversation's unless given. */
    language: z
      .string()
      .regex(/^[a-z]{2,3}$/, 'must be the code of a language, such as de')
      .optional(),
  })
  .meta({ id: 'Reword' })
export type Reword = z.infer<typeof Reword>

export const Reworded = z
  .object({
    text: z.string(),
    /** Numbers in it that the member did not write: to be looked at before it is sent. */
    newNumbers: z.array(z.string()),
  })
  .meta({ id: 'Reworded' })
export type Reworded = z.infer<typeof Reworded>
