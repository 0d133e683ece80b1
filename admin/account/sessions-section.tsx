import { Badge, Button, Table } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { LiveSession } from '../../src/contract/accounts-api.ts'
import { call } from '../api/client.ts'
import { Failed } from '../shell/failed.tsx'
import { Section } from '../shell/section.tsx'
import { useTexts } from '../texts/index.ts'

/** The devices that are signed in, each with the way to end it. */
export function SessionsSection() {
  const say = useTexts()
  const queries = useQueryClient()
  const sessions = useQuery({
    queryKey: ['sessions'],
    queryFn: async () => (await call<{ sessions: LiveSession[] }>('account/sessions')).sessions,
  })
  const end = useMutation({
    mutationFn: (id?: string) =>
      call(id === undefined ? 'account/sessions' : `account/sessions/${id}`, { method: 'DELETE' }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['sessions'] }),
  })
  if (sessions.isLoadingError) return <Failed retry={() => void sessions.refetch()} />
  const others = sessions.data?.some(({ current }) => !current)
  return (
    <Section title={say('account.sessions')} error={end.error?.message}>
      <Table.ScrollContainer minWidth={480} w="100%">
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{say('account.device')}</Table.Th>
              <Table.Th>{say('account.address')}</Table.Th>
              <Table.Th>{say('account.used')}</Table.Th>
              <Table.Td />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {sessions.data?.map(session => (
              <Line key={session.id} session={session} onEnd={() => end.mutate(session.id)} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {others && (
        <Button variant="default" onClick={() => end.mutate(undefined)}>
          {say('account.endOthers')}
        </Button>
      )}
    </Section>
  )
}

function Line({ session, onEnd }: { session: LiveSession; onEnd: () => void }) {
  const say = useTexts()
  return (
    <Table.Tr>
      <Table.Td>
        {session.device} {session.current && <Badge variant="light">{say('account.here')}</Badge>}
      </Table.Td>
      <Table.Td>{session.address}</Table.Td>
      <Table.Td>{new Date(session.usedAt).toLocaleString(document.documentElement.lang)}</Table.Td>
      <Table.Td ta="end">
        {!session.current && (
          <Button variant="default" size="compact-sm" onClick={onEnd}>
            {say('account.end')}
          </Button>
        )}
      </Table.Td>
    </Table.Tr>
  )
}
