import { z } from 'zod'

/**
 * Who answers first: the bot; people while they are there, and the bot out of hours; people, for whom the bot writes
 * drafts; or people alone.
 */
export const BotMode = z.enum(['bot-first', 'people-first', 'draft-only', 'off']).meta({ id: 'BotMode' })
export type BotMode = z.infer<typeof BotMode>

/** How a conversation comes in. */
export const Channel = z.enum(['widget'])
export type Channel = z.infer<typeof Channel>
