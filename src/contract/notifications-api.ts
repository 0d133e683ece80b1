import { z } from 'zod'

/** What a member is told of, and how. */

export const NotificationSettings = z
  .object({
    /** A mail when somebody waits for a person while the member is away. */
    mail: z.boolean().default(true),
    /** The same as a push message, to the browsers that subscribed. */
    push: z.boolean().default(true),
    /** A tone in the open application. */
    sound: z.boolean().default(false),
    /** Whether mail and push hold what the visitor wrote and gave: order numbers, addresses, names. */
    details: z.boolean().default(false),
  })
  .meta({ id: 'NotificationSettings' })
export type NotificationSettings = z.infer<typeof NotificationSettings>

export const ChangeNotificationSettings = z
  .object({ mail: z.boolean(), push: z.boolean(), sound: z.boolean(), details: z.boolean() })
  .partial()
  .meta({ id: 'ChangeNotificationSettings' })
export type ChangeNotificationSettings = z.infer<typeof ChangeNotificationSettings>
