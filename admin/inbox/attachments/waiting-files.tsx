import { Alert, Button, CloseButton, FileButton, Group, Text } from '@mantine/core'
import { useTexts } from '../../texts/index.ts'
import type { Attachments } from './use-attachments.ts'

/** Opens the choice of files. */
export function AttachButton({ attachments }: { attachments: Attachments }) {
  const say = useTexts()
  return (
    <FileButton multiple onChange={attachments.add}>
      {props => (
        <Button {...props} size="compact-xs" variant="subtle" loading={attachments.isPending}>
          {say('attachments.add')}
        </Button>
      )}
    </FileButton>
  )
}

/** What goes with the next message, and why a file does not. */
export function WaitingFiles({ attachments }: { attachments: Attachments }) {
  const say = useTexts()
  return (
    <>
      {attachments.waiting.length > 0 && (
        <Group gap="xs" mt={6} role="group" aria-label={say('attachments.waiting')}>
          {attachments.waiting.map(({ id, name }) => (
            <Group key={id} gap={2}>
              <Text size="xs" truncate maw={220}>
                {name}
              </Text>
              <CloseButton
                size="sm"
                aria-label={say('attachments.remove', { name })}
                onClick={() => attachments.remove(id)}
              />
            </Group>
          ))}
        </Group>
      )}
      {attachments.error && (
        <Alert color="red" mt="xs" role="alert">
          {attachments.error.message}
        </Alert>
      )}
    </>
  )
}
