import { Button, NativeSelect, Text, useMantineColorScheme } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Outlet, useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { Activity } from '../../src/contract/activity.ts'
import { call, signOut } from '../api/client.ts'
import { followLive, type LiveEvent } from '../api/live.ts'
import { noteActivity } from '../inbox/activity.ts'
import { showDraft } from '../inbox/drafts/use-waiting-draft.ts'
import { sendAllOnLeave, whenSent } from '../inbox/held-replies.ts'
import { noteWriting } from '../inbox/note-writing.ts'
import { renewInbox } from '../inbox/renew-inbox.ts'
import { useTones, useUnread } from '../notifications/alerts.ts'
import { useTexts } from '../texts/index.ts'
import { CommandBar } from './command-bar.tsx'
import { Navigation } from './navigation.tsx'
import { onNotificationOpened } from './service-worker.ts'

/** The bar at the top and the screen below; keeps what is shown as new as the live stream. */
export function Frame() {
  const say = useTexts()
  const { toggleColorScheme } = useMantineColorScheme()
  useLive(useTones())
  useUnread()
  useOpened()
  return (
    <div className="frame">
      <header className="bar">
        <a className="skip" href="#content">
          {say('app.skip')}
        </a>
        <Text fw={700} visibleFrom="xs">
          Careline
        </Text>
        <Navigation />
        <Presence />
        <Button variant="subtle" size="compact-sm" onClick={() => toggleColorScheme()} visibleFrom="sm">
          {say('app.scheme')}
        </Button>
        <Button variant="subtle" size="compact-sm" onClick={() => void signOut()}>
          {say('app.signOut')}
        </Button>
      </header>
      <main id="content" style={{ minBlockSize: 0 }}>
        <Outlet />
        <CommandBar />
      </main>
    </div>
  )
}

/** Whether colleagues and routing see this member as there. */
function Presence() {
  const say = useTexts()
  const [presence, setPresence] = useState('online')
  const tell = useMutation({
    mutationFn: (to: string) => call('desk/presence', { method: 'PUT', body: { presence: to } }),
  })
  const { mutate } = tell
  useEffect(() => mutate('online'), [mutate])
  return (
    <NativeSelect
      aria-label={say('presence.label')}
      size="xs"
      ms="auto"
      value={presence}
      onChange={({ currentTarget: { value } }) => {
        setPresence(value)
        mutate(value)
      }}
      data={(['online', 'away', 'offline'] as const).map(value => ({
        value,
        label: say(`presence.${value}`),
      }))}
    />
  )
}

/** What the stream tells makes what is shown old: lists and the conversation in question are asked for again. */
function useLive(sound: (event: LiveEvent) => void): void {
  const queries = useQueryClient()
  useEffect(() => {
    const gone = new AbortController()
    const start = () => {
      for (const key of ['inbox', 'counts', 'conversation'])
        void queries.invalidateQueries({ queryKey: [key] })
    }
    const event = (told: LiveEvent) => {
      const { conversationId } = told
      // A sentence of an answer comes often and changes nothing else.
      if (noteWriting(queries, told)) return
      sound(told)
      renewInbox(queries, conversationId ? [conversationId] : [])
      if (conversationId) void queries.invalidateQueries({ queryKey: ['conversation', conversationId] })
    }
    const activity = (told: Activity) => noteActivity(queries, told)
    whenSent((id, draftId) => {
      if (draftId) showDraft(queries, id, null)
      void queries.invalidateQueries({ queryKey: ['conversation', id] })
      renewInbox(queries, [id])
    })
    const stay = sendAllOnLeave()
    void followLive({ start, event, activity }, gone.signal)
    return () => {
      stay()
      gone.abort()
    }
  }, [queries, sound])
}

/** Goes to the conversation of a notification that was clicked. */
function useOpened(): void {
  const navigate = useNavigate()
  useEffect(
    () => onNotificationOpened(conversationId => void navigate({ to: `/inbox/${conversationId}` })),
    [navigate],
  )
}
