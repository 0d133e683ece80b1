import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { InboxCounts, InboxPage } from '../../src/contract/desk-api.ts'
import { call } from '../api/client.ts'
import type { LiveEvent } from '../api/live.ts'
import { useNotificationSettings } from './settings.ts'
import { playTone } from './tone.ts'

/** A badge on the application's icon, where the system has one. */
interface Badged {
  setAppBadge?: (count: number) => Promise<void>
  clearAppBadge?: () => Promise<void>
}

/** Shows in the title and on the icon how many conversations have something new for whoever is signed in. */
export function useUnread(): void {
  const counts = useQuery({ queryKey: ['counts'], queryFn: () => call<InboxCounts>('desk/counts') })
  const unread = counts.data?.unread ?? 0
  useEffect(() => {
    const { setAppBadge, clearAppBadge } = navigator as Badged
    document.title = unread > 0 ? `(${unread}) Careline` : 'Careline'
    // Not every window may set one, and none is needed.
    void (unread > 0 ? setAppBadge?.call(navigator, unread) : clearAppBadge?.call(navigator))?.catch(
      () => undefined,
    )
  }, [unread])
}

/**
 * What plays the tone of an event, where whoever is signed in wants that: somebody begins to wait for a person, or writes in
 * a conversation of theirs.
 */
export function useTones(): (event: LiveEvent) => void {
  const wanted = useNotificationSettings().data?.sound === true
  const mine = useQuery({
    queryKey: ['inbox', 'view=mine', 'ids'],
    queryFn: async () => {
      const { conversations } = await call<InboxPage>('desk/conversations?view=mine&limit=100')
      return new Set(conversations.map(({ id }) => id))
    },
    enabled: wanted,
  })
  const sounds = useRef<(event: LiveEvent) => boolean>(() => false)
  sounds.current = event => wanted && calls(event, mine.data)
  const tone = useRef((event: LiveEvent) => {
    if (sounds.current(event)) playTone()
  })
  return tone.current
}

function calls({ name, conversationId, data }: LiveEvent, mine: ReadonlySet<string> | undefined): boolean {
  if (name === 'holder.changed') return data['holder'] === 'queue'
  return name === 'message.received' && conversationId !== null && mine?.has(conversationId) === true
}
