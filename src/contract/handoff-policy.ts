import { z } from 'zod'

/** What a message may be about that a person should answer, whatever the pages say. */
export const SensitiveTopic = z.enum(['billing-dispute', 'legal', 'recall', 'threat', 'self-harm'])
export type SensitiveTopic = z.infer<typeof SensitiveTopic>

/**
 * When a bot hands a conversation to a person, trigger by trigger. The defaults are what a careful company wants: every
 * trigger that tells of trouble is on, and a question the pages do not answer only offers a person.
 */
export const HandoffPolicy = z
  .strictObject({
    /** The visitor asks for a person in words. The button always asks for one. */
    askedFor: z.strictObject({ on: z.boolean().default(true) }).prefault({}),
    /** The message is about one of these topics. */
    sensitive: z
      .strictObject({
        on: z.boolean().default(true),
        topics: z.array(SensitiveTopic).max(5).default(SensitiveTopic.options),
      })
      .prefault({}),
    /** The same need was left open this many times. */
    unresolved: z
      .strictObject({ on: z.boolean().default(true), times: z.number().int().min(2).max(10).default(2) })
      .prefault({}),
    /** No page bears on the question; off: a person is only offered. */
    noneRelevant: z.strictObject({ on: z.boolean().default(false) }).prefault({}),
    /** A page does, but no sentence of an answer could be backed by it; off: a person is only offered. */
    lowSupport: z.strictObject({ on: z.boolean().default(false) }).prefault({}),
    /** The bot has answered this many times since a person last had the conversation. */
    turnsCap: z
      .strictObject({ on: z.boolean().default(false), turns: z.number().int().min(1).max(1_000).default(20) })
      .prefault({}),
    /** The language models failed and the pages' own words gave no answer, or every attempt of a turn failed. */
    modelFailure: z.strictObject({ on: z.boolean().default(true) }).prefault({}),
    /** The bot's instructions leave the question to people. */
    rule: z.strictObject({ on: z.boolean().default(true) }).prefault({}),
  })
  .meta({ id: 'HandoffPolicy' })
export type HandoffPolicy = z.infer<typeof HandoffPolicy>
