import { Badge, Button, Group, Text } from '@mantine/core'
import { useState } from 'react'
import type { DeskConversation } from '../../../src/contract/desk-api.ts'
import type { Draft } from '../../../src/contract/draft-api.ts'
import { useAccount, useMay } from '../../shell/account.ts'
import { Refused } from '../../shell/refused.tsx'
import { useTexts } from '../../texts/index.ts'
import { Citations } from '../citations.tsx'
import { useHeld } from '../held-replies.ts'
import { WhyThisAnswer } from '../why-this-answer.tsx'
import { useDropDraft } from './use-waiting-draft.ts'

interface DraftProps {
  shown: DeskConversation
  draft: Draft
  /** It is in the composer: its words are changed there. */
  isInUse: boolean
  onUse: () => void
  onSend: () => void
}

/** What the bot wrote for a member to send: as it is, with other words, or not at all. */
export function WaitingDraft(props: DraftProps) {
  const say = useTexts()
  const { shown, draft, isInUse } = props
  const { id } = shown.conversation
  const drop = useDropDraft(id)
  const held = useHeld(id)
  const mayDrop = useMay('draft:update')
  const { holder } = shown.conversation
  const takesOver = [useMay('conversation:reply'), !holder.startsWith('member:')].every(Boolean)
  const isLeaving = held?.reply.draftId === draft.id && held.state !== 'failed'
  if (isLeaving) return null
  const hasNewer = shown.messages.some(({ author, seq }) => author === 'visitor' && seq > draft.uptoSeq)
  return (
    <section className="draft" aria-label={say('draft.title')}>
      <Group gap="xs" mb={4}>
        <Badge variant="light">{say('draft.title')}</Badge>
        <Text size="xs" c="dimmed">
          {say(draft.content.decision === 'refused' ? 'draft.refused' : 'draft.unseen')}{' '}
          {takesOver && say('draft.takesOver')}
        </Text>
        {hasNewer && (
          <Text size="xs" c="dimmed">
            {say('draft.hasNewer')}
          </Text>
        )}
      </Group>
      {isInUse ? (
        <Text size="sm">{say('draft.inUse')}</Text>
      ) : (
        <Text size="sm" className="draft-text" tabIndex={0}>
          {draft.text}
        </Text>
      )}
      <Citations citations={draft.content.citations ?? []} />
      <Group gap="xs" mt={6}>
        <Sending {...props} isStuck={held?.state === 'failed'} />
        {mayDrop && (
          <Button
            size="compact-xs"
            variant="subtle"
            loading={drop.isPending}
            onClick={() => drop.mutate(draft)}
          >
            {say('draft.drop')}
          </Button>
        )}
        <Why traceId={draft.traceId} />
      </Group>
      <Refused error={drop.error} />
    </section>
  )
}

interface SendingProps extends DraftProps {
  /** Another answer could not be sent, and waits to be put back. */
  isStuck: boolean
}

function Sending({ shown, isInUse, onUse, onSend, isStuck }: SendingProps) {
  const say = useTexts()
  const { memberId } = useAccount()
  const mayReply = useMay('conversation:reply')
  const { holder } = shown.conversation
  const isOwn = holder === `member:${memberId}`
  if (!mayReply) return null
  if (holder.startsWith('member:') && !isOwn) return <Text size="xs">{say('draft.heldByOther')}</Text>
  return (
    <>
      {!isInUse && (
        <>
          <Button size="compact-xs" disabled={isStuck} onClick={onSend}>
            {say('draft.send')}
          </Button>
          <Button size="compact-xs" variant="default" onClick={onUse}>
            {say('draft.use')}
          </Button>
        </>
      )}
    </>
  )
}

function Why({ traceId }: { traceId: string | null }) {
  const say = useTexts()
  const mayTrace = useMay('trace:read')
  const [asked, setAsked] = useState(false)
  if (!mayTrace || !traceId) return null
  return (
    <>
      <Button size="compact-xs" variant="subtle" onClick={() => setAsked(true)}>
        {say('draft.why')}
      </Button>
      {asked && <WhyThisAnswer traceId={traceId} onClose={() => setAsked(false)} />}
    </>
  )
}
