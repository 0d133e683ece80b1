import { Button, Group, TextInput } from '@mantine/core'
import type { FormEvent } from 'react'
import { Refused } from '../shell/refused.tsx'
import { useTexts } from '../texts/index.ts'

/** A question to the bot, and what the server said if it refused. */
export function AskForm(props: {
  label: string
  question: string
  onChange: (question: string) => void
  ask: { mutate: (question: string) => void; isPending: boolean; error: Error | null }
}) {
  const say = useTexts()
  const { label, question, onChange, ask } = props
  const submit = (event: FormEvent) => {
    event.preventDefault()
    ask.mutate(question.trim())
  }
  return (
    <>
      <form onSubmit={submit}>
        <Group align="flex-end">
          <TextInput
            flex={1}
            label={label}
            required
            value={question}
            onChange={event => onChange(event.currentTarget.value)}
          />
          <Button type="submit" loading={ask.isPending}>
            {say('bench.ask')}
          </Button>
        </Group>
      </form>
      <Refused error={ask.error} />
    </>
  )
}
