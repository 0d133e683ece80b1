import { Alert, Button, Card, Group, Skeleton, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { PinnedAnswer } from '../../src/contract/operator-api.ts'
import { useChangeList } from '../api/change-list.ts'
import { call } from '../api/client.ts'
import { useMay } from '../shell/account.ts'
import { DangerButton } from '../shell/danger-button.tsx'
import { Failed } from '../shell/failed.tsx'
import { Refused } from '../shell/refused.tsx'
import { useTexts } from '../texts/index.ts'
import { PinForm, pinnedKey } from './pin-form.tsx'
import { usePages } from './use-pages.ts'

/** What is said word for word, to which questions, and with which page as its proof. */
export function PinnedAnswers() {
  const say = useTexts()
  const mayPin = useMay('pinned-answer:create')
  const [open, setOpen] = useState<string>()
  const pinned = useQuery({
    queryKey: pinnedKey,
    queryFn: async () => (await call<{ pinnedAnswers: PinnedAnswer[] }>('pinned-answers')).pinnedAnswers,
  })
  if (pinned.isLoadingError) return <Failed retry={() => void pinned.refetch()} />
  if (!pinned.data) return <Skeleton h={120} />
  return (
    <Stack>
      <Text size="sm">{say('pinned.what')}</Text>
      {pinned.data.length === 0 && <Text c="dimmed">{say('pinned.none')}</Text>}
      {pinned.data.map(one =>
        open === one.id ? (
          <PinForm key={one.id} pinned={one} onDone={() => setOpen(undefined)} />
        ) : (
          <OnePinned key={one.id} pinned={one} onChange={() => setOpen(one.id)} />
        ),
      )}
      {mayPin && open === 'new' && <PinForm onDone={() => setOpen(undefined)} />}
      {mayPin && open !== 'new' && (
        <Button style={{ alignSelf: 'flex-start' }} onClick={() => setOpen('new')}>
          {say('pinned.new')}
        </Button>
      )}
    </Stack>
  )
}

function OnePinned({ pinned, onChange }: { pinned: PinnedAnswer; onChange: () => void }) {
  const say = useTexts()
  const pages = usePages()
  const [mayChange, mayRemove] = [useMay('pinned-answer:update'), useMay('pinned-answer:delete')]
  const remove = useChangeList<PinnedAnswer, string>(pinnedKey, {
    send: id => call(`pinned-answers/${id}`, { method: 'DELETE' }),
    apply: (known, id) => known.filter(one => one.id !== id),
  })
  const { id, questions, text, pageId } = pinned
  return (
    <Card withBorder padding="sm">
      {questions.map(question => (
        <Text key={question} size="sm" fw={600} className="plain">
          {question}
        </Text>
      ))}
      <Text size="sm" className="passage" mt="xs">
        {text}
      </Text>
      {pageId === null ? (
        <Alert color="orange" mt="xs">
          {say('pinned.noPage')}
        </Alert>
      ) : (
        <Text size="xs" c="dimmed" mt="xs" className="plain">
          {pages.data?.find(page => page.id === pageId)?.title ?? pageId}
        </Text>
      )}
      <Group gap="xs" mt="xs">
        {mayChange && (
          <Button size="compact-xs" variant="default" onClick={onChange}>
            {say('pinned.edit')}
          </Button>
        )}
        {mayRemove && (
          <DangerButton
            size="compact-xs"
            onClick={() =>
              confirm(say('pinned.removeAsk', { question: questions[0] ?? '' })) && remove.mutate(id)
            }
          >
            {say('knowledge.remove')}
          </DangerButton>
        )}
      </Group>
      <Refused error={remove.error} />
    </Card>
  )
}
