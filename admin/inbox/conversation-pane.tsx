import { ActionIcon, Alert, Badge, Button, Group, Skeleton, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { DeskConversation } from '../../src/contract/desk-api.ts'
import { call } from '../api/client.ts'
import { useAccount, useMay } from '../shell/account.ts'
import { Failed } from '../shell/failed.tsx'
import { useTexts } from '../texts/index.ts'
import { useViewing } from './activity.ts'
import { Composer } from './composer.tsx'
import { Pack } from './pack.tsx'
import { Present } from './present.tsx'
import { SidePanel } from './side-panel.tsx'
import { Story } from './story.tsx'

/** One conversation: what was said, what can be done with it, and what is known around it. */
export function ConversationPane({ id }: { id: string }) {
  const found = useQuery({
    queryKey: ['conversation', id],
    queryFn: () => call<DeskConversation>(`desk/conversations/${id}`),
  })
  const [proposed, setProposed] = useState<string>()
  useReading(id, found.data?.conversation.lastSeq)
  useViewing(id)
  if (found.isError) return <Failed retry={() => void found.refetch()} />
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
        <Composer key={id} shown={found.data} proposed={proposed} onTaken={() => setProposed(undefined)} />
      </section>
      <SidePanel shown={found.data} />
    </>
  )
}

/** What is on the screen has been read. */
function useReading(id: string, lastSeq: number | undefined): void {
  const queries = useQueryClient()
  useEffect(() => {
    if (!lastSeq) return
    const tell = call(`desk/conversations/${id}/read`, { method: 'PUT', body: { seq: lastSeq } })
    void tell.then(() => queries.invalidateQueries({ queryKey: ['inbox'] })).catch(() => undefined)
  }, [id, lastSeq, queries])
}

function Actions({ shown }: { shown: DeskConversation }) {
  const say = useTexts()
  const { memberId } = useAccount()
  const { id, holder } = shown.conversation
  const { status } = shown.line
  const act = useAct(id)
  const [mayTake, mayRelease, mayChange] = [
    useMay('conversation:take-over'),
    useMay('conversation:release'),
    useMay('conversation:update'),
  ]
  const own = holder === `member:${memberId}`
  const others = holder.startsWith('member:') && !own
  const who = own ? 'you' : others ? 'other' : (holder as 'bot' | 'queue')
  const path = `desk/conversations/${id}`
  return (
    <Stack gap={0}>
      <Group p="xs" gap="xs">
        <ActionIcon
          component={Link}
          to="/inbox"
          variant="subtle"
          aria-label={say('inbox.back')}
          hiddenFrom="sm"
        >
          ‹
        </ActionIcon>
        <Badge variant="light">{say(`holder.${who}`)}</Badge>
        <Group gap="xs" ms="auto">
          {mayTake && !own && (
            <Button
              size="compact-sm"
              onClick={() => act.mutate([`${path}/takeover`, 'POST', { override: others }])}
            >
              {say(others ? 'conversation.takeAway' : 'conversation.takeOver')}
            </Button>
          )}
          {mayRelease && own && (
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => act.mutate([`${path}/takeover`, 'DELETE', {}])}
            >
              {say('conversation.release')}
            </Button>
          )}
          {mayChange && status !== 'resolved' && (
            <>
              <Button
                size="compact-sm"
                variant="default"
                onClick={() => act.mutate([path, 'PATCH', { status: 'snoozed', snoozedUntil: tomorrow() }])}
              >
                {say('conversation.snooze')}
              </Button>
              <Button
                size="compact-sm"
                variant="default"
                onClick={() => act.mutate([path, 'PATCH', { status: 'resolved' }])}
              >
                {say('conversation.resolve')}
              </Button>
            </>
          )}
          {mayChange && status === 'resolved' && (
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => act.mutate([path, 'PATCH', { status: 'open' }])}
            >
              {say('conversation.reopen')}
            </Button>
          )}
        </Group>
      </Group>
      {act.error && (
        <Alert color="red" mx="xs" role="alert">
          <Text size="sm">{act.error.message}</Text>
        </Alert>
      )}
    </Stack>
  )
}

/** Something done with the conversation, after which it is shown as it is then, also when it was refused. */
function useAct(id: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ([path, method, body]: [string, string, object]) => call(path, { method, body }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['conversation', id] }),
  })
}

/** Nine in the morning of the next day, where whoever looks is. */
function tomorrow(): string {
  const time = new Date()
  time.setDate(time.getDate() + 1)
  time.setHours(9, 0, 0, 0)
  return time.toISOString()
}
