import { Anchor, Badge, Button, Container, Table, Text, TextInput, Title } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { ContactList } from '../../src/contract/contacts-api.ts'
import { call } from '../api/client.ts'
import { Failed } from '../shell/failed.tsx'
import { useTexts } from '../texts/index.ts'

/** The people who write, and a search among them. */
export function ContactsScreen() {
  const say = useTexts()
  const [q, setQ] = useState('')
  const pages = useInfiniteQuery({
    queryKey: ['contacts', q],
    queryFn: ({ pageParam }) => call<ContactList>(`contacts?q=${encodeURIComponent(q)}${pageParam}`),
    initialPageParam: '',
    getNextPageParam: ({ next }) => (next === null ? undefined : `&before=${next}`),
  })
  if (pages.isLoadingError) return <Failed retry={() => void pages.refetch()} />
  const contacts = pages.data?.pages.flatMap(page => page.contacts)
  return (
    <Container size="md" py="md" className="scroll" h="100%">
      <Title order={1} size="h3" mb="md">
        {say('contacts.title')}
      </Title>
      <TextInput
        type="search"
        label={say('contacts.search')}
        value={q}
        onChange={event => setQ(event.currentTarget.value)}
        mb="md"
      />
      <Table>
        <Table.Tbody>
          {contacts?.map(({ id, name, email, verified, conversations }) => (
            <Table.Tr key={id}>
              <Table.Td>
                <Anchor component={Link} to={`/contacts/${id}`}>
                  {name || email || say('contacts.unknown')}
                </Anchor>
              </Table.Td>
              <Table.Td>{email}</Table.Td>
              <Table.Td>
                <Badge variant="light" color={verified ? 'teal' : 'gray'}>
                  {say(verified ? 'side.verified' : 'side.claimed')}
                </Badge>
              </Table.Td>
              <Table.Td>{conversations}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {contacts?.length === 0 && <Text c="dimmed">{say('contacts.empty')}</Text>}
      {pages.hasNextPage && (
        <Button variant="subtle" onClick={() => void pages.fetchNextPage()}>
          {say('inbox.more')}
        </Button>
      )}
    </Container>
  )
}
