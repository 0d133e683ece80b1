import { Modal, Text, TextInput, UnstyledButton } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { type KeyboardEvent, useEffect, useState } from 'react'
import { press } from '../inbox/keys.ts'
import { useTexts } from '../texts/index.ts'
import { useScreens } from './navigation.tsx'

interface Command {
  id: string
  name: string
  run: () => void
}

/**
 * Ctrl+K or Cmd+K: every screen, and every button of the present one that carries a command. What cannot be done now has
 * no button, so it is not offered either.
 */
export function CommandBar() {
  const say = useTexts()
  const navigate = useNavigate()
  const screens = useScreens()
  const [commands, setCommands] = useState<Command[]>()
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'k') return
      event.preventDefault()
      const goTo = screens.map(({ to, text }) => ({
        id: to,
        name: say(text),
        run: () => void navigate({ to }),
      }))
      setCommands([...buttonsOf(document), ...goTo])
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [say, screens, navigate])
  const close = () => setCommands(undefined)
  return (
    <Modal opened={commands !== undefined} onClose={close} title={say('commands.title')} returnFocus={false}>
      {commands && <Choice commands={commands} onClose={close} />}
    </Modal>
  )
}

/** What can be pressed just now. */
function buttonsOf(page: Document): Command[] {
  return [...page.querySelectorAll<HTMLElement>('[data-command]:not(:disabled)')].map(element => ({
    id: element.dataset['command'] ?? '',
    name: element.getAttribute('aria-label') ?? element.innerText.replace('▾', '').trim(),
    run: () => void press(element.dataset['command'] ?? ''),
  }))
}

function Choice({ commands, onClose }: { commands: readonly Command[]; onClose: () => void }) {
  const say = useTexts()
  const [typed, setTyped] = useState('')
  const [marked, setMarked] = useState(0)
  const shown = commands.filter(({ name }) => name.toLowerCase().includes(typed.trim().toLowerCase()))
  const at = Math.min(marked, Math.max(0, shown.length - 1))
  const run = (command: Command | undefined) => {
    if (!command) return
    onClose()
    // The dialog gives the page back first.
    setTimeout(command.run)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (event.key === 'Enter') run(shown[at])
    else if (move && shown.length > 0) setMarked((at + move + shown.length) % shown.length)
    else return
    event.preventDefault()
  }
  return (
    <>
      <TextInput
        data-autofocus
        role="combobox"
        aria-expanded
        aria-controls="commands"
        aria-activedescendant={shown[at] && `command-${at}`}
        aria-label={say('commands.find')}
        placeholder={say('commands.find')}
        value={typed}
        onChange={event => setTyped(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      {shown.length === 0 && (
        <Text size="sm" c="dimmed" mt="xs" role="status">
          {say('commands.none')}
        </Text>
      )}
      <div id="commands" role="listbox" aria-label={say('commands.title')}>
        {shown.map((command, index) => (
          <UnstyledButton
            key={command.id}
            id={`command-${index}`}
            className="suggestion"
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            onClick={() => run(command)}
          >
            {command.name}
          </UnstyledButton>
        ))}
      </div>
    </>
  )
}
