import { Button, Group } from '@mantine/core'
import { useTexts } from '../texts/index.ts'
import { SnoozeMenu } from './snooze-menu.tsx'
import type { Also, Mode } from './use-writing.ts'

/** Sends an answer, alone or with what comes after it, or saves a note. */
export function SendButtons(props: {
  mode: Mode
  disabled: boolean
  isSaving: boolean
  onSend: (also: Also) => void
}) {
  const say = useTexts()
  const { mode, disabled, onSend } = props
  return (
    <Group justify="flex-end" gap="xs" mt={6}>
      {mode === 'reply' && (
        <>
          <SnoozeMenu
            label={say('composer.sendSnooze')}
            disabled={disabled}
            onChoose={until => onSend({ also: 'snooze', snoozeUntil: until.toISOString() })}
          />
          <Button
            size="compact-sm"
            variant="default"
            disabled={disabled}
            onClick={() => onSend({ also: 'resolve' })}
          >
            {say('composer.sendResolve')}
          </Button>
        </>
      )}
      <Button size="compact-sm" type="submit" disabled={disabled} loading={props.isSaving}>
        {say(mode === 'reply' ? 'composer.send' : 'composer.saveNote')}
      </Button>
    </Group>
  )
}
