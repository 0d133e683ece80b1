import { Alert, Button, Group, Text } from '@mantine/core'
import { useTexts } from '../texts/index.ts'
import { type Reply, takeBack, useHeld } from './held-replies.ts'

/** A reply on its way, with the way back; one that could not be sent, with the reason. */
export function HeldReply({ id, onBack }: { id: string; onBack: (reply: Reply) => void }) {
  const say = useTexts()
  const held = useHeld(id)
  if (!held) return <div role="status" />
  const back = () => {
    const reply = takeBack(id)
    if (reply) onBack(reply)
  }
  if (held.state === 'failed')
    return (
      <Alert color="red" role="alert" mb="xs" p="xs" title={say('held.failed')}>
        <Text size="sm">{held.problem}</Text>
        <Text size="sm" className="words" lineClamp={3}>
          {held.reply.text}
        </Text>
        <Button size="compact-xs" variant="default" onClick={back}>
          {say('held.back')}
        </Button>
      </Alert>
    )
  return (
    <Group role="status" className="held" gap="xs" mb="xs" wrap="nowrap">
      <Text size="xs" c="dimmed">
        {say('held.sending')}
      </Text>
      <Text size="sm" flex={1} truncate dir="auto">
        {held.reply.text}
      </Text>
      {held.state === 'held' && (
        <Button size="compact-xs" variant="light" onClick={back}>
          {say('held.undo')}
        </Button>
      )}
    </Group>
  )
}
