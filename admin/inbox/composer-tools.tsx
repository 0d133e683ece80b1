import { Button, Group, SegmentedControl, Text } from '@mantine/core'
import { useTexts } from '../texts/index.ts'
import type { Attachments } from './attachments/use-attachments.ts'
import { AttachButton } from './attachments/waiting-files.tsx'
import { EmojiPicker } from './emoji-picker.tsx'
import type { Mode } from './use-writing.ts'

/** What stands above the field: for whom one writes, what can be put in, and what the keys do. */
export function ComposerTools(props: {
  mode: Mode
  onMode: (mode: Mode) => void
  /** Whether what is written could be sent to the visitor. */
  maySend: boolean
  /** Only for whoever holds the conversation. */
  attachments?: Attachments | undefined
  onEmoji: (emoji: string) => void
  copilot?: { isOpen: boolean; onToggle: () => void } | undefined
}) {
  const say = useTexts()
  const { mode, maySend, copilot } = props
  return (
    <Group gap="xs" mb={6}>
      <SegmentedControl
        size="xs"
        value={mode}
        onChange={value => props.onMode(value as Mode)}
        data={[
          { value: 'reply', label: say('composer.reply') },
          { value: 'note', label: say('composer.note') },
        ]}
      />
      {props.attachments && <AttachButton attachments={props.attachments} />}
      <EmojiPicker onChoose={props.onEmoji} />
      {copilot && (
        <Button
          size="compact-xs"
          variant={copilot.isOpen ? 'light' : 'subtle'}
          aria-expanded={copilot.isOpen}
          data-command="copilot"
          onClick={copilot.onToggle}
        >
          {say('copilot.title')}
        </Button>
      )}
      {!copilot?.isOpen && (
        <Text size="xs" c="dimmed">
          {say(mode === 'note' ? 'composer.hintNote' : maySend ? 'composer.hint' : 'composer.takeFirst')}
        </Text>
      )}
    </Group>
  )
}
