import { z } from 'zod'

/** What somebody does in a conversation just now. `nothing` ends what was told before. */
export const Doing = z.enum(['viewing', 'typing', 'nothing'])
export type Doing = z.infer<typeof Doing>

export const TellActivity = z.object({ doing: Doing }).meta({ id: 'TellActivity' })
/** A visitor always looks at their own conversation. */
export const TellTyping = z.object({ doing: Doing.exclude(['viewing']) }).meta({ id: 'TellTyping' })

/**
 * What the live streams tell beside the log, as `activity` without a number: lost when nobody listens, and over by
 * itself when it was not told again for as long as `activityMs` says.
 */
export const Activity = z.object({
  conversationId: z.string(),
  by: z.enum(['visitor', 'member']),
  memberId: z.string().nullable(),
  /** How visitors see the member. */
  name: z.string().nullable(),
  doing: Doing,
})
export type Activity = z.infer<typeof Activity>
