import { Skeleton } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { DeskConversation } from '../../src/contract/desk-api.ts'
import { call } from '../api/client.ts'
import { Failed } from '../shell/failed.tsx'
import { Actions } from './actions.tsx'
import { useViewing } from './activity.ts'
import { Composer, type ComposerWish } from './composer.tsx'
import { Pack } from './pack.tsx'
import { Present } from './present.tsx'
import { renewInbox } from './renew-inbox.ts'
import { SidePanel } from './side-panel.tsx'
import { Story } from './story.tsx'

/** One conversation: what was said, what can be done with it, and what is known around it. */
export function ConversationPane({ id, wish }: { id: string; wish?: ComposerWish | undefined }) {
  const found = useQuery({
    queryKey: ['conversation', id],
    queryFn: () => call<DeskConversation>(`desk/conversations/${id}`),
  })
  const [proposed, setProposed] = useState<string>()
  useReading(id, found.data?.conversation.lastSeq, found.data?.notes.length)
  useViewing(id)
  if (found.isLoadingError) return <Failed retry={() => void found.refetch()} />
  if (!found.data)
    return (
      <div className="conversation">
        <Skeleton h={200} m="md" />
      </div>
    )
  return (
    <>
      <section className="conversation pane">
        <Actions shown={found.data} />
        <Pack shown={found.data} onUseReply={setProposed} />
        <Story shown={found.data} />
        <Present id={id} />
        <Composer
          key={id}
          shown={found.data}
          proposed={proposed}
          onTaken={() => setProposed(undefined)}
          wish={wish}
        />
      </section>
      <SidePanel shown={found.data} />
    </>
  )
}

/** What is on the screen has been read. */
function useReading(id: string, lastSeq = 0, notes = 0): void {
  const queries = useQueryClient()
  useEffect(() => {
    if (lastSeq + notes === 0) return
    const tell = call(`desk/conversations/${id}/read`, { method: 'PUT', body: { seq: lastSeq } })
    void tell.then(() => renewInbox(queries, [id])).catch(() => undefined)
  }, [id, lastSeq, notes, queries])
}
