import { Button, Menu, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Label } from '../../src/contract/desk-api.ts'
import { call } from '../api/client.ts'
import { useMay } from '../shell/account.ts'
import { useTexts } from '../texts/index.ts'
import { useLabels } from './labels.ts'
import { fits } from './typed-word.ts'

/** Chooses labels by name; one that is not there yet is made by whoever may. */
export function LabelMenu(props: {
  chosen: readonly string[]
  command?: string
  onChange: (labelIds: string[]) => void
}) {
  const say = useTexts()
  const labels = useLabels()
  const queries = useQueryClient()
  const mayCreate = useMay('label:create')
  const [typed, setTyped] = useState('')
  const name = typed.trim()
  const create = useMutation({
    mutationFn: () => call<Label>('labels', { method: 'POST', body: { name } }),
    onSuccess: label => {
      setTyped('')
      void queries.invalidateQueries({ queryKey: ['labels'] })
      props.onChange([...props.chosen, label.id])
    },
  })
  const shown = labels.data?.filter(label => fits(label.name, name)) ?? []
  const isNew = name !== '' && !labels.data?.some(label => label.name.toLowerCase() === name.toLowerCase())
  const toggle = (id: string) =>
    props.onChange(props.chosen.includes(id) ? props.chosen.filter(one => one !== id) : [...props.chosen, id])
  return (
    <Menu closeOnItemClick={false}>
      <Menu.Target>
        <Button size="compact-sm" variant="default" data-command={props.command}>
          {say('actions.label')} ▾
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={320} style={{ overflowY: 'auto' }}>
        <TextInput
          size="xs"
          p="xs"
          aria-label={say('actions.labelName')}
          placeholder={say('actions.labelName')}
          maxLength={60}
          error={create.error?.message}
          value={typed}
          onChange={event => setTyped(event.currentTarget.value)}
          onKeyDown={event => {
            if (event.key !== 'Enter') return
            if (shown[0]) toggle(shown[0].id)
            else if (isNew && mayCreate) create.mutate()
          }}
        />
        {shown.map(({ id, name: label, colour }) => (
          <Menu.Item
            key={id}
            leftSection={<span className="key" style={{ background: colour }} />}
            rightSection={props.chosen.includes(id) ? '✓' : undefined}
            onClick={() => toggle(id)}
          >
            {label}
          </Menu.Item>
        ))}
        {isNew && mayCreate && (
          <Menu.Item onClick={() => create.mutate()}>{say('actions.makeLabel', { name })}</Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
