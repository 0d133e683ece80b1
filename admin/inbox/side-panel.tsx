import { Anchor, Badge, NativeSelect, Stack, Text, Title } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type DeskConversation, type Label, Priority } from '../../src/contract/desk-api.ts'
import { call } from '../api/client.ts'
import { useMay } from '../shell/account.ts'
import { useTexts } from '../texts/index.ts'
import { safeAddress } from './safe-address.ts'

/** Who writes, from where, and how the conversation is sorted. */
export function SidePanel({ shown }: { shown: DeskConversation }) {
  const say = useTexts()
  const { contact } = shown.line
  const { url, title } = shown.page as { url?: string; title?: string }
  return (
    <Stack component="aside" className="side scroll" p="md" gap="sm" aria-label={say('side.contact')}>
      <Title order={2} size="h5">
        {contact?.name ?? contact?.email ?? say('inbox.nobody')}
      </Title>
      {contact && (
        <Badge variant="light" color={contact.verified ? 'teal' : 'gray'}>
          {say(contact.verified ? 'side.verified' : 'side.claimed')}
        </Badge>
      )}
      <Fact name={say('side.email')} value={contact?.email} />
      <Fact name={say('side.language')} value={shown.conversation.language} />
      {url && (
        <div>
          <Text size="xs" c="dimmed">
            {say('side.page')}
          </Text>
          <Anchor size="sm" href={safeAddress(url)} target="_blank" rel="noopener noreferrer" truncate="end">
            {title ?? url}
          </Anchor>
        </div>
      )}
      <PriorityChoice shown={shown} />
      <Labels ids={shown.line.labels} />
    </Stack>
  )
}

function Fact({ name, value }: { name: string; value: string | null | undefined }) {
  if (!value) return null
  return (
    <div>
      <Text size="xs" c="dimmed">
        {name}
      </Text>
      <Text size="sm">{value}</Text>
    </div>
  )
}

function PriorityChoice({ shown }: { shown: DeskConversation }) {
  const say = useTexts()
  const mayChange = useMay('conversation:update')
  const queries = useQueryClient()
  const { id, priority } = shown.line
  const change = useMutation({
    mutationFn: (to: string) => call(`desk/conversations/${id}`, { method: 'PATCH', body: { priority: to } }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['conversation', id] }),
  })
  return (
    <NativeSelect
      size="xs"
      label={say('side.priority')}
      disabled={!mayChange}
      value={change.isPending ? change.variables : priority}
      onChange={event => change.mutate(event.currentTarget.value)}
      data={Priority.options.map(value => ({ value, label: say(`priority.${value}`) }))}
    />
  )
}

function Labels({ ids }: { ids: readonly string[] }) {
  const say = useTexts()
  const labels = useQuery({
    queryKey: ['labels'],
    queryFn: async () => (await call<{ labels: Label[] }>('labels')).labels,
    staleTime: 60_000,
  })
  const own = labels.data?.filter(({ id }) => ids.includes(id)) ?? []
  return (
    <div>
      <Text size="xs" c="dimmed">
        {say('side.labels')}
      </Text>
      {own.length === 0 ? (
        <Text size="sm">{say('side.none')}</Text>
      ) : (
        own.map(({ id, name }) => <Badge key={id}>{name}</Badge>)
      )}
    </div>
  )
}
