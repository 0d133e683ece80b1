import { Button, Checkbox, CloseButton, Group, NavLink, Popover, Stack, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { InboxCounts, InboxFilter, SavedView } from '../../src/contract/desk-api.ts'
import { call } from '../api/client.ts'
import { useTeams } from '../people/people.ts'
import { useMay } from '../shell/account.ts'
import { useTexts } from '../texts/index.ts'
import { useSavedViews } from './saved-views.ts'
import { isSame, type View } from './view.ts'

const views: readonly View[] = [
  'mine',
  'mentioned',
  'unassigned',
  'team',
  'bot',
  'snoozed',
  'resolved',
  'all',
]

/** The views of the inbox with how many conversations each holds: those of everybody, of teams, and those that were kept. */
export function Views(props: { filter: InboxFilter; onChange: (filter: InboxFilter) => void }) {
  const say = useTexts()
  const counts = useQuery({ queryKey: ['counts'], queryFn: () => call<InboxCounts>('desk/counts') })
  const teams = useTeams()
  const saved = useSavedViews()
  const mayDelete = useMay('view:delete')
  const countOf = (one: View) =>
    one === 'mine' || one === 'mentioned' || one === 'unassigned' || one === 'bot' || one === 'snoozed'
      ? counts.data?.[one]
      : undefined
  const link = (key: string, label: string, filter: InboxFilter, count?: number) => (
    <NavLink
      key={key}
      component="button"
      type="button"
      active={isSame(filter, props.filter)}
      aria-current={isSame(filter, props.filter)}
      label={label}
      rightSection={count ? <Text size="xs">{count}</Text> : undefined}
      onClick={() => props.onChange(filter)}
    />
  )
  return (
    <nav className="views" aria-label={say('inbox.views')}>
      {views.map(view => link(view, say(`inbox.${view}`), { view }, countOf(view)))}
      {teams.data?.map(({ id, name }) => link(id, name, { view: 'all', teamId: id }, counts.data?.teams[id]))}
      {saved.views.data?.map(view => (
        <Group key={view.id} gap={0} wrap="nowrap">
          {link(view.id, view.name, view.filters)}
          {mayDelete && (
            <CloseButton
              size="sm"
              aria-label={say('views.delete', { name: view.name })}
              onClick={() => saved.remove.mutate(view)}
            />
          )}
        </Group>
      ))}
      <KeepView filter={props.filter} onKept={view => props.onChange(view.filters)} />
    </nav>
  )
}

/** Keeps what is shown under a name, for oneself or for all. */
function KeepView(props: { filter: InboxFilter; onKept: (view: SavedView) => void }) {
  const say = useTexts()
  const mayCreate = useMay('view:create')
  const { create } = useSavedViews()
  const [open, setOpen] = useState(false)
  const [name, setName] = useState('')
  const [shared, setShared] = useState(false)
  if (!mayCreate) return null
  const submit = () =>
    create.mutate(
      { name, shared, filters: props.filter },
      {
        onSuccess: view => {
          setOpen(false)
          setName('')
          props.onKept(view)
        },
      },
    )
  return (
    <Popover opened={open} onChange={setOpen} trapFocus position="right">
      <Popover.Target>
        <Button size="compact-xs" variant="subtle" m="xs" onClick={() => setOpen(!open)}>
          {say('views.keep')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={say('views.keep')}>
        <form
          onSubmit={event => {
            event.preventDefault()
            submit()
          }}
        >
          <Stack gap="xs">
            <TextInput
              size="xs"
              required
              maxLength={80}
              data-autofocus
              label={say('views.name')}
              error={create.error?.message}
              value={name}
              onChange={event => setName(event.currentTarget.value)}
            />
            <Checkbox
              size="xs"
              label={say('views.shared')}
              checked={shared}
              onChange={event => setShared(event.currentTarget.checked)}
            />
            <Button size="compact-sm" type="submit" loading={create.isPending}>
              {say('views.save')}
            </Button>
          </Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  )
}
