import { z } from 'zod'

/** Figures of what came of the conversations, and the conversations behind each. */

/** What is counted: questions to the bot and their outcomes, handoffs, pick-ups, resolutions, ratings. */
export const Figure = z.enum(['asked', 'answered', 'refused', 'handed-over', 'waited', 'resolved', 'rated'])
export type Figure = z.infer<typeof Figure>

const at = z.iso.datetime()

const Span = z.object({
  /** Today and the days before it. */
  days: z.coerce.number().int().min(1).max(366).default(7),
  /** Where days begin at midnight. */
  timeZone: z.string().max(60).refine(isTimeZone, 'must be a time zone such as Europe/Berlin').default('UTC'),
})
export const ReportQuery = Span

export const OccurrenceQuery = Span.extend({
  figure: Figure,
  /** Only those of this outcome or reason. */
  detail: z.string().max(80).optional(),
  /** Only questions of this group, by its `key`. */
  words: z.string().max(40).optional(),
  skip: z.coerce.number().int().min(0).max(1_000_000).default(0),
  limit: z.coerce.number().int().min(1).max(500).default(100),
})

const figures = z.record(Figure, z.number().int())
const questions = z.array(z.object({ key: z.string(), question: z.string(), count: z.number().int() }))

export const Report = z
  .object({
    from: at,
    to: at,
    timeZone: z.string(),
    figures,
    days: z.array(z.object({ day: z.iso.date(), figures })),
    reasons: z.array(z.object({ reason: z.string(), count: z.number().int() })),
    /** Mean of the scores, 1 to 5; null: nobody rated. */
    satisfaction: z.number().nullable(),
    /** Median of seconds from a handoff to whoever picked it up; null: nobody did. */
    waitSeconds: z.number().nullable(),
    /** Grouped by same words. */
    mostAsked: questions,
    mostRefused: questions,
  })
  .meta({ id: 'Report' })
export type Report = z.infer<typeof Report>

export const Occurrence = z
  .object({
    conversationId: z.string(),
    at,
    /** What was asked or commented; null where nothing was, or to whoever may not read messages. */
    text: z.string().nullable(),
    /** The outcome of a question, or the reason of a handoff. */
    detail: z.string().nullable(),
    /** Seconds waited, or the score. */
    value: z.number().nullable(),
  })
  .meta({ id: 'Occurrence' })
export type Occurrence = z.infer<typeof Occurrence>

export const Occurrences = z
  .object({ total: z.number().int(), occurrences: z.array(Occurrence) })
  .meta({ id: 'Occurrences' })
export type Occurrences = z.infer<typeof Occurrences>

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
