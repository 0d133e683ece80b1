import { Button, Group, Text, TextInput } from '@mantine/core'
import { type KeyboardEvent, useState } from 'react'
import type { Asked } from '../../../src/contract/operator-api.ts'
import { Refused } from '../../shell/refused.tsx'
import { useTexts } from '../../texts/index.ts'
import { Citations } from '../citations.tsx'
import { useAskPages } from './use-copilot.ts'

/** A question of the member's own, answered from the pages; the answer goes into the composer with one press. */
export function AskPages({ id, onInsert }: { id: string; onInsert: (text: string) => void }) {
  const say = useTexts()
  const [question, setQuestion] = useState('')
  const ask = useAskPages(id)
  const isEmpty = question.trim() === ''
  const submit = () => {
    if (!isEmpty && !ask.isPending) ask.mutate(question)
  }
  // No form of its own: it stands in that of the composer.
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
    event.preventDefault()
    event.stopPropagation()
    submit()
  }
  return (
    <div>
      <Group gap="xs" wrap="nowrap">
        <TextInput
          size="xs"
          flex={1}
          maxLength={4_000}
          aria-label={say('copilot.question')}
          placeholder={say('copilot.question')}
          value={question}
          onChange={event => setQuestion(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <Button size="compact-xs" variant="light" disabled={isEmpty} loading={ask.isPending} onClick={submit}>
          {say('copilot.ask')}
        </Button>
      </Group>
      <div role="status">{ask.data && <Answer asked={ask.data} onInsert={onInsert} />}</div>
      <Refused error={ask.error} />
    </div>
  )
}

function Answer({ asked: { decision }, onInsert }: { asked: Asked; onInsert: (text: string) => void }) {
  const say = useTexts()
  if (decision.kind !== 'answered')
    return (
      <Text size="sm" mt={4}>
        {say(decision.kind === 'clarify' ? 'copilot.unclear' : 'draft.refused')}
      </Text>
    )
  return (
    <div className="copilot-answer">
      <Text size="sm" className="draft-text">
        {decision.text}
      </Text>
      <Citations citations={decision.citations} />
      <Button size="compact-xs" variant="default" mt={6} onClick={() => onInsert(decision.text)}>
        {say('copilot.insert')}
      </Button>
    </div>
  )
}
