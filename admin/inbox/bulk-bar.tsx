import { Button, CloseButton, Group, Text } from '@mantine/core'
import type { ChangeConversation } from '../../src/contract/desk-api.ts'
import { useTexts } from '../texts/index.ts'
import { AssignMenu } from './assign-menu.tsx'
import { SnoozeMenu } from './snooze-menu.tsx'
import { useChange } from './use-change.ts'

/** What is done with all the chosen lines at once. */
export function BulkBar({ ids, onDone }: { ids: readonly string[]; onDone: () => void }) {
  const say = useTexts()
  const change = useChange()
  if (ids.length === 0) return null
  const all = (changes: ChangeConversation) => change.mutate({ ids, changes }, { onSuccess: onDone })
  return (
    <Group className="held" gap={6} m="xs" role="group" aria-label={say('bulk.title')}>
      <Text size="sm">{say('bulk.chosen', { count: ids.length })}</Text>
      <CloseButton size="sm" aria-label={say('bulk.none')} onClick={onDone} />
      <Button size="compact-sm" variant="default" onClick={() => all({ status: 'resolved' })}>
        {say('bulk.resolve')}
      </Button>
      <SnoozeMenu
        label={say('actions.snooze')}
        onChoose={until => all({ status: 'snoozed', snoozedUntil: until.toISOString() })}
      />
      <AssignMenu onChoose={all} />
      {change.error && (
        <Text size="sm" className="danger" role="alert">
          {change.error.message}
        </Text>
      )}
    </Group>
  )
}
