/** Messages to browsers that are closed: encrypted for each, and handed to the push service that it names. */
export { MOST_PUSH_BYTES } from './encrypt.ts'
export { createPushSender, type PushMessage, type PushSender, type Subscription } from './push.ts'
export { createVapidKeys, type VapidKeys } from './vapid.ts'
