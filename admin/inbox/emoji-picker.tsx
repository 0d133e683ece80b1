import { ActionIcon, Popover, SimpleGrid, TextInput, UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import { useTexts } from '../texts/index.ts'
import { emojis } from './emojis.ts'

/** A small choice of what people write to customers, found by an English word. */
export function EmojiPicker({ onChoose }: { onChoose: (emoji: string) => void }) {
  const say = useTexts()
  const [open, setOpen] = useState(false)
  const [words, setWords] = useState('')
  const shown = emojis.filter(({ name }) => name.includes(words.trim().toLowerCase()))
  const choose = (emoji: string) => {
    setOpen(false)
    setWords('')
    onChoose(emoji)
  }
  return (
    <Popover opened={open} onChange={setOpen} trapFocus returnFocus={false} position="top-start">
      <Popover.Target>
        <ActionIcon variant="subtle" aria-label={say('composer.emoji')} onClick={() => setOpen(!open)}>
          ☺
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={say('composer.emoji')}>
        <TextInput
          size="xs"
          mb="xs"
          data-autofocus
          aria-label={say('composer.emojiSearch')}
          placeholder={say('composer.emojiSearch')}
          value={words}
          onChange={event => setWords(event.currentTarget.value)}
          onKeyDown={event => {
            if (event.key !== 'Enter') return
            event.preventDefault()
            if (shown[0]) choose(shown[0].emoji)
          }}
        />
        <SimpleGrid cols={10} spacing={2} mah={180} style={{ overflowY: 'auto' }}>
          {shown.map(({ emoji, name }) => (
            <UnstyledButton
              key={emoji}
              className="emoji"
              aria-label={name}
              title={name}
              onClick={() => choose(emoji)}
            >
              {emoji}
            </UnstyledButton>
          ))}
        </SimpleGrid>
      </Popover.Dropdown>
    </Popover>
  )
}
