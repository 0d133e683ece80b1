import { z } from 'zod'
import { typed } from './typed.ts'

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

/** A browser's subscription, as its own `PushSubscription.toJSON()` gives it. */
export const Subscribe = z
  .object({
    endpoint: z.url('must be a web address').max(2_000),
    keys: z.object({
      p256dh: typed(87).regex(/^B[\w-]{86}$/, 'must be the key of a subscription'),
      auth: typed(22).regex(/^[\w-]{22}$/, 'must be the secret of a subscription'),
    }),
  })
  .meta({ id: 'Subscribe' })

/** A browser that gets push messages, as its member sees it. */
export const PushSubscriptionLine = z
  .object({
    id: z.string(),
    /** The browser, as it calls itself. */
    device: z.string(),
    createdAt: z.iso.datetime(),
    /** Whether it is the one that asks. */
    current: z.boolean(),
  })
  .meta({ id: 'PushSubscriptionLine' })
export type PushSubscriptionLine = z.infer<typeof PushSubscriptionLine>

export const PushSubscriptions = z
  .object({
    /** What a browser subscribes with: `applicationServerKey`. */
    publicKey: z.string(),
    subscriptions: z.array(PushSubscriptionLine),
  })
  .meta({ id: 'PushSubscriptions' })
export type PushSubscriptions = z.infer<typeof PushSubscriptions>

/** What a push message tells the service worker. */
export interface PushedHandoff {
  title: string
  body: string
  conversationId: string
}

/** What the service worker tells a page of the application when somebody clicked a notification. */
export interface OpenedNotification {
  /** The conversation to show. */
  open: string
}
