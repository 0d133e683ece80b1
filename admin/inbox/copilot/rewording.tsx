import { Button, Group, NativeSelect, Text } from '@mantine/core'
import { useId, useRef, useState } from 'react'
import type { Reword, Reworded } from '../../../src/contract/copilot-api.ts'
import { careLanguages, languageName } from '../../shell/languages.ts'
import { Refused } from '../../shell/refused.tsx'
import { useTexts } from '../../texts/index.ts'
import { useCopilotState, useReword } from './use-copilot.ts'

interface RewordingProps {
  id: string
  /** Of the conversation, as far as it is known. */
  language: string | null
  text: string
  onText: (text: string) => void
}

/** Rephrases, shortens or translates what is in the composer; the words before come back with one press. */
export function Rewording({ id, language, text, onText }: RewordingProps) {
  const say = useTexts()
  const reasonId = useId()
  const reword = useReword(id)
  const reason = reasonOf(useCopilotState(id), text)
  const spoken = language?.split('-')[0] ?? 'en'
  const [into, setInto] = useState(spoken)
  const [before, setBefore] = useState<string>()
  const current = useRef(text)
  current.current = text
  const start = (how: Reword['how']) => {
    if (reason || reword.isPending) return
    setBefore(undefined)
    const wanted = { how, text, ...(how === 'translate' ? { language: into } : {}) }
    reword.mutate(wanted, {
      onSuccess: ({ text: other }) => {
        // Whoever went on writing keeps what they wrote.
        if (current.current !== text) return
        setBefore(text)
        onText(other)
      },
    })
  }
  const doing = reword.isPending ? reword.variables.how : undefined
  return (
    <>
      <Group gap="xs">
        {(['rephrase', 'shorten', 'translate'] as const).map(how => (
          // Not disabled for the keyboard: whoever comes to it hears why it does nothing.
          <Button
            key={how}
            size="compact-xs"
            variant="light"
            {...(reason
              ? { 'aria-disabled': true, 'data-disabled': true, 'aria-describedby': reasonId }
              : {})}
            loading={doing === how}
            onClick={() => start(how)}
          >
            {say(`copilot.${how}`)}
          </Button>
        ))}
        <NativeSelect
          size="xs"
          aria-label={say('copilot.into')}
          value={into}
          onChange={event => setInto(event.currentTarget.value)}
          data={[...new Set([spoken, ...careLanguages])].map(value => ({
            value,
            label: languageName(value),
          }))}
        />
      </Group>
      {reason && (
        <Text size="xs" c="dimmed" id={reasonId}>
          {say(reason)}
        </Text>
      )}
      <div role="status">
        {reword.data && (
          <Outcome
            reworded={reword.data}
            isShown={before !== undefined && text === reword.data.text}
            isLeft={before === undefined}
            onUndo={() => onText(before ?? text)}
          />
        )}
      </div>
      <Refused error={reword.error} />
    </>
  )
}

function Outcome(props: { reworded: Reworded; isShown: boolean; isLeft: boolean; onUndo: () => void }) {
  const say = useTexts()
  const { newNumbers } = props.reworded
  if (props.isLeft) return <Text size="xs">{say('copilot.left')}</Text>
  if (!props.isShown) return null
  return (
    <Group gap="xs">
      <Text size="xs" fw={newNumbers.length > 0 ? 600 : 400}>
        {newNumbers.length === 0
          ? say('copilot.check')
          : say('copilot.newNumbers', { numbers: newNumbers.join(', ') })}
      </Text>
      <Button size="compact-xs" variant="subtle" onClick={props.onUndo}>
        {say('copilot.undo')}
      </Button>
    </Group>
  )
}

/** Why nothing can be reworded now. */
function reasonOf(state: ReturnType<typeof useCopilotState>, text: string) {
  if (state === 'no-model') return 'copilot.noModel' as const
  if (state === 'used-up') return 'copilot.usedUp' as const
  return text.trim() === '' ? ('copilot.nothingYet' as const) : undefined
}
