import { Badge, Container, Table, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Member } from '../../src/contract/accounts-api.ts'
import { call } from '../api/client.ts'
import { useAccount } from '../shell/account.ts'
import { Failed } from '../shell/failed.tsx'
import { useTexts } from '../texts/index.ts'

/** Who works here, in which role, and who is there now. */
export function PeopleScreen() {
  const say = useTexts()
  const { memberId } = useAccount()
  const members = useQuery({
    queryKey: ['members'],
    queryFn: async () => (await call<{ members: Member[] }>('members')).members,
  })
  if (members.isError) return <Failed retry={() => void members.refetch()} />
  return (
    <Container size="md" py="md">
      <Title order={1} size="h3" mb="md">
        {say('people.members')}
      </Title>
      <Table.ScrollContainer minWidth={480}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{say('people.name')}</Table.Th>
              <Table.Th>{say('session.email')}</Table.Th>
              <Table.Th>{say('people.role')}</Table.Th>
              <Table.Th>{say('people.presence')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {members.data?.map(member => (
              <Table.Tr key={member.id}>
                <Table.Td>
                  {member.name} {member.id === memberId && <Badge variant="light">{say('people.you')}</Badge>}
                </Table.Td>
                <Table.Td>{member.email}</Table.Td>
                <Table.Td>{member.role}</Table.Td>
                <Table.Td>{say(`presence.${member.presence}`)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Container>
  )
}
