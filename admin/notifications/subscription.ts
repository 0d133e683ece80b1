import type { PushSubscriptionLine, PushSubscriptions } from '../../src/contract/notifications-api.ts'
import { call } from '../api/client.ts'

const path = 'account/push-subscriptions'

/** Whether this browser can get push messages: only over https, and on a phone often only once it is installed. */
export const canPush = (): boolean =>
  'serviceWorker' in navigator && 'PushManager' in globalThis && 'Notification' in globalThis

/** The browsers of whoever is signed in, and the key they subscribe with. */
export const listSubscriptions = () => call<PushSubscriptions>(path)

/** Asks whoever looks whether they want notifications, subscribes this browser and tells the server. @throws Error */
export async function subscribe(publicKey: string): Promise<void> {
  if ((await Notification.requestPermission()) !== 'granted') throw new NotPermitted()
  const { pushManager } = await navigator.serviceWorker.ready
  // One made with a key that the server has no more gets nothing, and stands in the way.
  await (await pushManager.getSubscription())?.unsubscribe()
  const made = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey })
  const { endpoint, keys } = made.toJSON()
  await call(path, {
    method: 'POST',
    body: { endpoint, keys: { p256dh: keys?.['p256dh'], auth: keys?.['auth'] } },
  })
}

/** The browser's user, or its settings, said no. */
export class NotPermitted extends Error {}

/** Ends one: this browser's own also where it was made. */
export async function unsubscribe({ id, current }: PushSubscriptionLine): Promise<void> {
  if (current) {
    const registration = await navigator.serviceWorker.getRegistration()
    await (await registration?.pushManager.getSubscription())?.unsubscribe()
  }
  await call(`${path}/${id}`, { method: 'DELETE' })
}
