import { Button, ColorInput, Group, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { LABEL_COLOUR } from '../../src/contract/choices.ts'
import type { Label } from '../../src/contract/desk-api.ts'
import { call } from '../api/client.ts'
import { useLabels } from '../inbox/labels.ts'
import { useMay } from '../shell/account.ts'
import { Failed } from '../shell/failed.tsx'
import { Section } from '../shell/section.tsx'
import { useTexts } from '../texts/index.ts'

/** The labels of conversations: their names and colours. */
export function LabelsSection() {
  const say = useTexts()
  const labels = useLabels()
  const mayCreate = useMay('label:create')
  if (labels.isLoadingError) return <Failed retry={() => void labels.refetch()} />
  return (
    <Section title={say('labels.title')}>
      {labels.data?.length === 0 && say('labels.none')}
      {labels.data?.map(label => (
        <OneLabel key={label.id} label={label} />
      ))}
      {mayCreate && <OneLabel key={`new ${labels.data?.length ?? 0}`} />}
    </Section>
  )
}

/** A label to change, or the fields of a new one. */
function OneLabel({ label }: { label?: Label }) {
  const say = useTexts()
  const queries = useQueryClient()
  const mayChange = useMay('label:update')
  const mayDelete = useMay('label:delete')
  const [name, setName] = useState(label?.name ?? '')
  const [colour, setColour] = useState(label?.colour ?? LABEL_COLOUR)
  const onSettled = () => queries.invalidateQueries({ queryKey: ['labels'] })
  const save = useMutation({
    mutationFn: () =>
      label
        ? call(`labels/${label.id}`, { method: 'PUT', body: { name, colour } })
        : call('labels', { method: 'POST', body: { name, colour } }),
    onSettled,
  })
  const remove = useMutation({
    mutationFn: () => call(`labels/${label?.id}`, { method: 'DELETE' }),
    onSettled,
  })
  const disabled = label !== undefined && !mayChange
  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        save.mutate()
      }}
    >
      <Group align="end" gap="xs">
        <TextInput
          label={say(label ? 'labels.name' : 'labels.new')}
          required
          maxLength={60}
          disabled={disabled}
          error={(save.error ?? remove.error)?.message}
          value={name}
          onChange={event => setName(event.currentTarget.value)}
        />
        <ColorInput
          label={say('labels.colour')}
          format="hex"
          // Its button has no name for screen readers.
          withEyeDropper={false}
          disabled={disabled}
          value={colour}
          onChange={setColour}
        />
        {!disabled && (
          <Button type="submit" variant="default" loading={save.isPending}>
            {say(label ? 'labels.save' : 'labels.make')}
          </Button>
        )}
        {label && mayDelete && (
          <Button
            variant="default"
            aria-label={say('people.deleteWhat', { name: label.name })}
            onClick={() => remove.mutate()}
          >
            {say('people.delete')}
          </Button>
        )}
      </Group>
    </form>
  )
}
