import type { OpenedNotification } from '../../src/contract/notifications-api.ts'

/** Where the browser has service workers at all: over https, or on this machine. */
const workers = () => ('serviceWorker' in navigator ? navigator.serviceWorker : undefined)

/** Registers the worker that shows notifications and the page for when one is offline. */
export function registerServiceWorker(): void {
  // What cannot be registered leaves the application as it is, without notifications.
  void workers()
    ?.register(new URL('service-worker.js', document.baseURI), {
      scope: new URL('.', document.baseURI).pathname,
    })
    .catch(() => undefined)
}

/** Calls `open` with the conversation of a notification that was clicked; returns the way to stop. */
export function onNotificationOpened(open: (conversationId: string) => void): () => void {
  const listen = ({ data }: MessageEvent<Partial<OpenedNotification> | null>) => {
    if (typeof data?.open === 'string') open(data.open)
  }
  workers()?.addEventListener('message', listen)
  return () => workers()?.removeEventListener('message', listen)
}
