import { ECDH } from 'node:crypto'
import type { Clock } from '../../kit/clock.ts'
import { CarelineError } from '../../kit/errors.ts'
import type { GuardedFetch } from '../fetch/guarded-fetch.ts'
import { encryptPush, type PushTarget } from './encrypt.ts'
import { type VapidKeys, vapidHeader } from './vapid.ts'

/** A browser that wants messages: where its push service takes them, and what they are encrypted with. */
export interface Subscription extends PushTarget {
  endpoint: string
}

export interface PushMessage {
  text: string
  /** One that waits at the push service takes the place of an earlier one with the same topic. At most 32 letters of Base64url. */
  topic: string
  /** How long the push service keeps it for a browser that is not there, in seconds. */
  keepS: number
}

/** The way push messages leave the server. */
export interface PushSender {
  /**
   * Hands a message to the browser's push service. `gone`: the browser wants none any more.
   * @throws CarelineError `unavailable` when it was not taken, or as the guarded client refuses an address.
   */
  send(to: Subscription, keys: VapidKeys, message: PushMessage): Promise<'sent' | 'gone'>
  /** Whether messages may go there. @throws CarelineError for an address that is not public, and for keys that are none. */
  check(to: Subscription): Promise<void>
}

const PATIENCE_MS = 15_000
const MOST_ANSWER_BYTES = 64 * 1024

/** Sends through the guarded client: a browser names the address, so a member could name any. */
export function createPushSender(options: {
  fetch: GuardedFetch
  clock: Clock
  /** An https or mailto address where push services find whoever runs this server. */
  contact: string
}): PushSender {
  const { fetch: guarded, clock, contact } = options
  return {
    async send(to, keys, { text, topic, keepS }) {
      const { status } = await guarded(to.endpoint, {
        method: 'POST',
        headers: {
          Authorization: vapidHeader(to.endpoint, keys, contact, clock.now()),
          'Content-Encoding': 'aes128gcm',
          'Content-Type': 'application/octet-stream',
          TTL: String(keepS),
          Topic: topic,
          Urgency: 'high',
        },
        body: encryptPush(Buffer.from(text), to),
        ...{ timeoutMs: PATIENCE_MS, maxBytes: MOST_ANSWER_BYTES, maxRedirects: 0 },
      })
      if (status === 404 || status === 410) return 'gone'
      if (status >= 200 && status < 300) return 'sent'
      throw new CarelineError('unavailable', `The push service did not take a message (${status}).`)
    },
    async check(to) {
      if (!isPoint(to.publicKey)) throw new CarelineError('invalid', 'The key of the subscription is none.')
      await guarded.check(to.endpoint)
    },
  }
}

function isPoint(publicKey: string): boolean {
  try {
    return ECDH.convertKey(publicKey, 'prime256v1', 'base64url').length > 0
  } catch {
    return false
  }
}
