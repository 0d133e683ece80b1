import { Button, Group, MultiSelect, NativeSelect, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { priorities, statuses } from '../../src/contract/choices.ts'
import type { Macro, Priority, Status } from '../../src/contract/desk-api.ts'
import { call } from '../api/client.ts'
import { useLabels } from '../inbox/labels.ts'
import { useMacros, variables } from '../inbox/macros.ts'
import { useMay } from '../shell/account.ts'
import { Failed } from '../shell/failed.tsx'
import { Section } from '../shell/section.tsx'
import { useTexts } from '../texts/index.ts'

/** Answers that are said often, and what is done beside saying them. */
export function MacrosSection() {
  const say = useTexts()
  const macros = useMacros()
  const mayCreate = useMay('macro:create')
  if (macros.isLoadingError) return <Failed retry={() => void macros.refetch()} />
  return (
    <Section title={say('macros.title')}>
      <Text size="sm" c="dimmed">
        {say('macros.variables', { names: variables.map(name => `{{${name}}}`).join(', ') })}
      </Text>
      {macros.data?.map(macro => (
        <details key={macro.id} className="macro">
          <summary>{macro.name}</summary>
          <MacroForm macro={macro} />
        </details>
      ))}
      {mayCreate && (
        <details className="macro" key={`new ${macros.data?.length ?? 0}`}>
          <summary>{say('macros.new')}</summary>
          <MacroForm />
        </details>
      )}
    </Section>
  )
}

function MacroForm({ macro }: { macro?: Macro }) {
  const say = useTexts()
  const queries = useQueryClient()
  const labels = useLabels()
  const [mayChange, mayDelete] = [useMay('macro:update'), useMay('macro:delete')]
  const [name, setName] = useState(macro?.name ?? '')
  const [text, setText] = useState(macro?.text ?? '')
  const [actions, setActions] = useState<Macro['actions']>(macro?.actions ?? {})
  const onSettled = () => queries.invalidateQueries({ queryKey: ['macros'] })
  const save = useMutation({
    mutationFn: () =>
      call(macro ? `macros/${macro.id}` : 'macros', {
        method: macro ? 'PUT' : 'POST',
        body: { name, text, actions },
      }),
    onSettled,
  })
  const remove = useMutation({
    mutationFn: () => call(`macros/${macro?.id}`, { method: 'DELETE' }),
    onSettled,
  })
  const disabled = macro !== undefined && !mayChange
  const { priority: _, ...withoutPriority } = actions
  const { status: __, ...withoutStatus } = actions
  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        save.mutate()
      }}
    >
      <Stack gap="xs" mt="xs">
        <TextInput
          label={say('macros.name')}
          required
          maxLength={80}
          disabled={disabled}
          error={(save.error ?? remove.error)?.message}
          value={name}
          onChange={event => setName(event.currentTarget.value)}
        />
        <Textarea
          label={say('macros.text')}
          autosize
          minRows={3}
          maxLength={10_000}
          disabled={disabled}
          value={text}
          onChange={event => setText(event.currentTarget.value)}
        />
        <MultiSelect
          label={say('macros.labels')}
          disabled={disabled}
          data={(labels.data ?? []).map(({ id, name: label }) => ({ value: id, label }))}
          value={actions.labelIds ?? []}
          onChange={labelIds => setActions({ ...actions, labelIds })}
        />
        <Group gap="xs">
          <NativeSelect
            label={say('side.priority')}
            disabled={disabled}
            value={actions.priority ?? ''}
            onChange={({ currentTarget: { value } }) =>
              setActions(value ? { ...actions, priority: value as Priority } : withoutPriority)
            }
            data={[
              { value: '', label: say('macros.asItIs') },
              ...priorities.map(value => ({ value, label: say(`priority.${value}`) })),
            ]}
          />
          <NativeSelect
            label={say('macros.status')}
            disabled={disabled}
            value={actions.status ?? ''}
            onChange={({ currentTarget: { value } }) =>
              setActions(value ? { ...actions, status: value as Status } : withoutStatus)
            }
            data={[
              { value: '', label: say('macros.asItIs') },
              ...statuses.map(value => ({ value, label: say(`status.${value}`) })),
            ]}
          />
        </Group>
        <Group gap="xs">
          {!disabled && (
            <Button type="submit" loading={save.isPending}>
              {say('macros.save')}
            </Button>
          )}
          {macro && mayDelete && (
            <Button variant="default" onClick={() => remove.mutate()}>
              {say('people.deleteWhat', { name: macro.name })}
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  )
}
