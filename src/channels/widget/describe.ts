import { z } from 'zod'

/** For routes of a visitor who has a conversation. */
export const visitor = { tags: ['Visitor'], security: [{ session: [] }] }

export const ConversationId = z.object({ id: z.string().max(80) })
