/**
 * Works for the staff application while no page of it is open: shows push messages, opens what they are about, and says
 * that one is offline. It keeps nothing of what the server answers.
 */
import type { OpenedNotification, PushedHandoff } from '../../src/contract/notifications-api.ts'

declare const self: ServiceWorkerGlobalScope

const KEPT = 'careline-offline'
const scope = self.registration.scope
const offlinePage = new URL('offline.html', scope).href

self.addEventListener('install', event => event.waitUntil(keepOfflinePage().then(() => self.skipWaiting())))
self.addEventListener('activate', event => event.waitUntil(self.clients.claim()))
self.addEventListener('fetch', event => {
  if (event.request.mode === 'navigate')
    event.respondWith(
      fetch(event.request).catch(async () => (await caches.match(offlinePage)) ?? Response.error()),
    )
})
self.addEventListener('push', event => event.waitUntil(show(event.data)))
self.addEventListener('notificationclick', event => {
  event.notification.close()
  event.waitUntil(open(conversationOf(event.notification.data)))
})

async function keepOfflinePage(): Promise<void> {
  const kept = await caches.open(KEPT)
  await kept.add(new Request(offlinePage, { cache: 'reload' }))
}

/** A browser wants something shown for every message, or it ends the subscription. */
async function show(data: PushMessageData | null): Promise<void> {
  const { title, body, conversationId } = read(data)
  await self.registration.showNotification(title ?? 'Careline', {
    ...{ body: body ?? '', data: { conversationId } },
    ...{ icon: new URL('icon-192.png', scope).href, badge: new URL('badge-96.png', scope).href },
    // A second one about the same conversation takes the place of the first.
    ...(conversationId === undefined ? {} : { tag: conversationId }),
  })
}

function read(data: PushMessageData | null): Partial<PushedHandoff> {
  try {
    const said = (data?.json() ?? {}) as Record<string, unknown>
    const text = (name: string) => (typeof said[name] === 'string' ? said[name] : undefined)
    const [title, body, conversationId] = [text('title'), text('body'), conversationOf(said)]
    return {
      ...(title === undefined ? {} : { title }),
      ...(body === undefined ? {} : { body }),
      ...(conversationId === undefined ? {} : { conversationId }),
    }
  } catch {
    return {}
  }
}

function conversationOf(data: unknown): string | undefined {
  const id = (data as { conversationId?: unknown } | null)?.conversationId
  return typeof id === 'string' && /^con_[0-9a-z]{1,40}$/.test(id) ? id : undefined
}

/**
 * Brings a page of the application to the front and tells it what to open: one that navigated by itself would lose what
 * is being written there. Without a page one is opened.
 */
async function open(conversationId: string | undefined): Promise<void> {
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  const ours = pages.filter(({ url }) => url.startsWith(scope))
  const page = ours.find(({ focused }) => focused) ?? ours[0]
  if (!page) {
    await self.clients.openWindow(new URL(conversationId ? `inbox/${conversationId}` : 'inbox', scope).href)
    return
  }
  // Only a click may bring it to the front; what it is to open it hears in any case.
  await page.focus().catch(() => undefined)
  if (conversationId) page.postMessage({ open: conversationId } satisfies OpenedNotification)
}
