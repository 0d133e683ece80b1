import { Badge, CloseButton, Group, Text } from '@mantine/core'
import type { Macro } from '../../src/contract/desk-api.ts'
import { useTexts } from '../texts/index.ts'
import { useLabels } from './labels.ts'

/** What a macro will do once its text is sent, and a way not to. */
export function StagedActions({ actions, onDrop }: { actions: Macro['actions']; onDrop: () => void }) {
  const say = useTexts()
  const labels = useLabels()
  const parts = [
    ...(actions.labelIds ?? []).map(id => labels.data?.find(label => label.id === id)?.name ?? ''),
    ...(actions.priority ? [say(`priority.${actions.priority}`)] : []),
    ...(actions.status ? [say(`status.${actions.status}`)] : []),
  ].filter(Boolean)
  if (parts.length === 0) return null
  return (
    <Group gap={6} mt={6}>
      <Text size="xs" c="dimmed">
        {say('composer.then')}
      </Text>
      {parts.map(part => (
        <Badge key={part} variant="light">
          {part}
        </Badge>
      ))}
      <CloseButton size="xs" aria-label={say('composer.dropActions')} onClick={onDrop} />
    </Group>
  )
}
