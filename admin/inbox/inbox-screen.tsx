import { Center, Text, VisuallyHidden } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { InboxFilter } from '../../src/contract/desk-api.ts'
import { useTexts } from '../texts/index.ts'
import type { ComposerWish } from './composer.tsx'
import { ConversationPane } from './conversation-pane.tsx'
import { InboxList } from './inbox-list.tsx'
import { KeysHelp } from './keys-help.tsx'
import { useKeys } from './use-keys.ts'
import { Views } from './views.tsx'

/** Views, the list of one, the chosen conversation and what is known around it; on a phone one of them at a time. */
export function InboxScreen() {
  const say = useTexts()
  const { conversationId } = useParams({ strict: false }) as { conversationId?: string }
  const [filter, setFilter] = useState<InboxFilter>({ view: 'all' })
  const [wish, setWish] = useState<ComposerWish>()
  const keys = useKeys(mode => setWish(before => ({ mode, at: (before?.at ?? 0) + 1 })))
  return (
    <div className="inbox" data-open={conversationId !== undefined} style={{ blockSize: '100%' }}>
      <VisuallyHidden component="h1">{say('app.inbox')}</VisuallyHidden>
      <Views filter={filter} onChange={setFilter} />
      <InboxList filter={filter} onFilter={setFilter} chosen={conversationId} />
      {conversationId ? (
        <ConversationPane key={conversationId} id={conversationId} wish={wish} />
      ) : (
        <Center className="conversation">
          <Text c="dimmed">{say('inbox.choose')}</Text>
        </Center>
      )}
      <KeysHelp opened={keys.helpOpen} onClose={keys.closeHelp} />
    </div>
  )
}
