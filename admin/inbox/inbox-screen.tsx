import { Center, Text, VisuallyHidden } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTexts } from '../texts/index.ts'
import { ConversationPane } from './conversation-pane.tsx'
import { InboxList } from './inbox-list.tsx'
import type { View } from './view.ts'
import { Views } from './views.tsx'

/** Views, the list of one, the chosen conversation and what is known around it; on a phone one of them at a time. */
export function InboxScreen() {
  const say = useTexts()
  const { conversationId } = useParams({ strict: false }) as { conversationId?: string }
  const [view, setView] = useState<View>('all')
  return (
    <div className="inbox" data-open={conversationId !== undefined} style={{ blockSize: '100%' }}>
      <VisuallyHidden component="h1">{say('app.inbox')}</VisuallyHidden>
      <Views view={view} onChange={setView} />
      <InboxList view={view} chosen={conversationId} />
      {conversationId ? (
        <ConversationPane key={conversationId} id={conversationId} />
      ) : (
        <Center className="conversation">
          <Text c="dimmed">{say('inbox.choose')}</Text>
        </Center>
      )}
    </div>
  )
}
