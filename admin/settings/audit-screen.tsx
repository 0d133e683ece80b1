import { Button, Container, Group, NativeSelect, Table, Text, TextInput, Title } from '@mantine/core'
import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { AuditEntry, Member } from '../../src/contract/accounts-api.ts'
import { call } from '../api/client.ts'
import { saveFile } from '../api/save-file.ts'
import { useMay } from '../shell/account.ts'
import { Failed } from '../shell/failed.tsx'
import { useTexts } from '../texts/index.ts'

interface Filter {
  actor: string
  action: string
  since: string
  until: string
}

const PAGE = 100

/** Who changed what and who read whose data, newest first; what is filtered is what is exported. */
export function AuditScreen() {
  const say = useTexts()
  const [filter, setFilter] = useState<Filter>({ actor: '', action: '', since: '', until: '' })
  const members = useMembers()
  const pages = useInfiniteQuery({
    queryKey: ['audit', filter],
    queryFn: ({ pageParam }) =>
      call<{ entries: AuditEntry[] }>(`audit?${asQuery(filter)}&limit=${PAGE}${pageParam}`).then(
        ({ entries }) => entries,
      ),
    initialPageParam: '',
    getNextPageParam: page => (page.length < PAGE ? undefined : `&before=${page.at(-1)!.id}`),
  })
  if (pages.isLoadingError) return <Failed retry={() => void pages.refetch()} />
  const entries = pages.data?.pages.flat()
  return (
    <Container size="xl" py="md" className="scroll" h="100%">
      <Group justify="space-between" mb="md">
        <Title order={1} size="h3">
          {say('audit.title')}
        </Title>
        <Exports filter={filter} />
      </Group>
      <Filters filter={filter} onChange={setFilter} members={members} />
      <Lines entries={entries ?? []} members={members} />
      {entries?.length === 0 && <Text c="dimmed">{say('audit.empty')}</Text>}
      {pages.hasNextPage && (
        <Button
          variant="subtle"
          loading={pages.isFetchingNextPage}
          onClick={() => void pages.fetchNextPage()}
        >
          {say('inbox.more')}
        </Button>
      )}
    </Container>
  )
}

function useMembers(): Member[] {
  const members = useQuery({
    queryKey: ['members'],
    queryFn: async () => (await call<{ members: Member[] }>('members')).members,
  })
  return members.data ?? []
}

function Exports({ filter }: { filter: Filter }) {
  const say = useTexts()
  const may = useMay('audit-log:export')
  const save = useMutation({
    mutationFn: (name: string) => saveFile(`${name}?${asQuery(filter)}`, name),
  })
  if (!may) return null
  return (
    <Group gap="xs">
      {save.isError && (
        <Text size="sm" c="red" role="alert">
          {save.error.message}
        </Text>
      )}
      {(['audit.csv', 'audit.jsonl'] as const).map(name => (
        <Button key={name} size="xs" variant="default" onClick={() => save.mutate(name)}>
          {say('audit.export', { form: name.slice('audit.'.length).toUpperCase() })}
        </Button>
      ))}
    </Group>
  )
}

function Filters(props: { filter: Filter; onChange(filter: Filter): void; members: Member[] }) {
  const say = useTexts()
  const { filter, onChange, members } = props
  const set = (name: keyof Filter) => (event: { currentTarget: { value: string } }) =>
    onChange({ ...filter, [name]: event.currentTarget.value })
  return (
    <Group align="end" mb="md">
      <NativeSelect
        label={say('audit.actor')}
        value={filter.actor}
        onChange={set('actor')}
        data={[
          { value: '', label: say('audit.anybody') },
          ...members.map(({ id, name }) => ({ value: `member:${id}`, label: name })),
        ]}
      />
      <TextInput label={say('audit.action')} value={filter.action} onChange={set('action')} />
      <TextInput type="date" label={say('audit.since')} value={filter.since} onChange={set('since')} />
      <TextInput type="date" label={say('audit.until')} value={filter.until} onChange={set('until')} />
    </Group>
  )
}

function Lines({ entries, members }: { entries: AuditEntry[]; members: Member[] }) {
  const say = useTexts()
  const names = new Map(members.map(({ id, name }) => [`member:${id}`, name]))
  return (
    <Table.ScrollContainer minWidth={640}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            {(['audit.at', 'audit.actor', 'audit.action', 'audit.object', 'audit.address'] as const).map(
              key => (
                <Table.Th key={key}>{say(key)}</Table.Th>
              ),
            )}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {entries.map(({ id, at, actor, action, objectId, object, address }) => (
            <Table.Tr key={id}>
              <Table.Td>
                <time dateTime={at}>{new Date(at).toLocaleString()}</time>
              </Table.Td>
              <Table.Td>{names.get(actor) ?? actor}</Table.Td>
              <Table.Td>{action}</Table.Td>
              <Table.Td>{objectId ?? object}</Table.Td>
              <Table.Td>{address}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

/** The filter as the API takes it: a day begins and ends where whoever looks is. */
function asQuery({ actor, action, since, until }: Filter): string {
  const end = until && new Date(`${until}T00:00`)
  if (end) end.setDate(end.getDate() + 1)
  const query = {
    ...(actor ? { actor } : {}),
    ...(action.trim() ? { action: action.trim() } : {}),
    ...(since ? { since: new Date(`${since}T00:00`).toISOString() } : {}),
    ...(end ? { until: end.toISOString() } : {}),
  }
  return new URLSearchParams(query).toString()
}
