import {
  Anchor,
  Badge,
  Button,
  Container,
  Group,
  Stack,
  Text,
  Textarea,
  TextInput,
  Title,
} from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import type { ContactDetail } from '../../src/contract/contacts-api.ts'
import { call } from '../api/client.ts'
import { useMay } from '../shell/account.ts'
import { Failed } from '../shell/failed.tsx'
import { useTexts } from '../texts/index.ts'

/** One contact: what is known, their conversations, and the way to delete it all. */
export function ContactScreen() {
  const say = useTexts()
  const { contactId } = useParams({ strict: false }) as { contactId: string }
  const contact = useQuery({
    queryKey: ['contact', contactId],
    queryFn: () => call<ContactDetail>(`contacts/${contactId}`),
  })
  if (contact.isLoadingError) return <Failed retry={() => void contact.refetch()} />
  if (!contact.data) return null
  const { name, email, verified } = contact.data
  return (
    <Container size="sm" py="md" className="scroll" h="100%">
      <Anchor component={Link} to="/contacts" size="sm">
        {say('contacts.back')}
      </Anchor>
      <Group my="md">
        <Title order={1} size="h3">
          {name || email || say('contacts.unknown')}
        </Title>
        <Badge variant="light" color={verified ? 'teal' : 'gray'}>
          {say(verified ? 'side.verified' : 'side.claimed')}
        </Badge>
      </Group>
      <Facts key={contactId} shown={contact.data} />
      <History shown={contact.data} />
      <Deletion id={contactId} />
    </Container>
  )
}

function Facts({ shown }: { shown: ContactDetail }) {
  const say = useTexts()
  const queries = useQueryClient()
  const mayChange = useMay('contact:update')
  const [isJson, setIsJson] = useState(true)
  const save = useMutation({
    mutationFn: (body: object) => call(`contacts/${shown.id}`, { method: 'PATCH', body }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['contact', shown.id] }),
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const text = (name: string) => String(form.get(name)).trim() || null
    try {
      const attributes = JSON.parse(text('attributes') ?? '{}')
      setIsJson(true)
      save.mutate({ name: text('name'), email: text('email'), phone: text('phone'), attributes })
    } catch {
      setIsJson(false)
    }
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <TextInput
          name="name"
          label={say('people.name')}
          defaultValue={shown.name ?? ''}
          disabled={!mayChange}
        />
        <TextInput
          name="email"
          label={say('side.email')}
          defaultValue={shown.email ?? ''}
          disabled={!mayChange}
        />
        <TextInput
          name="phone"
          label={say('contacts.phone')}
          defaultValue={shown.phone ?? ''}
          disabled={!mayChange}
        />
        {shown.externalId && (
          <TextInput label={say('contacts.externalId')} value={shown.externalId} readOnly />
        )}
        <Textarea
          name="attributes"
          label={say('contacts.attributes')}
          autosize
          defaultValue={JSON.stringify(shown.attributes, null, 2)}
          error={isJson ? undefined : say('contacts.notJson')}
          disabled={!mayChange}
        />
        <Group>
          <Button type="submit" disabled={!mayChange} loading={save.isPending}>
            {say('contacts.save')}
          </Button>
          <Text size="sm" role="status" c={save.isError ? 'red' : 'dimmed'}>
            {save.isError ? save.error.message : save.isSuccess ? say('contacts.saved') : ''}
          </Text>
        </Group>
      </Stack>
    </form>
  )
}

function History({ shown }: { shown: ContactDetail }) {
  const say = useTexts()
  return (
    <section>
      <Title order={2} size="h5" mt="lg" mb="xs">
        {say('contacts.conversations')}
      </Title>
      {shown.history.map(({ id, lastText, updatedAt }) => (
        <Text key={id} size="sm" truncate="end">
          <Anchor component={Link} to={`/inbox/${id}`}>
            {new Date(updatedAt).toLocaleString()}
          </Anchor>{' '}
          {lastText}
        </Text>
      ))}
    </section>
  )
}

function Deletion({ id }: { id: string }) {
  const say = useTexts()
  const navigate = useNavigate()
  const mayDelete = useMay('contact:delete')
  const [asked, setAsked] = useState(false)
  const remove = useMutation({
    mutationFn: () => call(`contacts/${id}`, { method: 'DELETE' }),
    onSuccess: () => navigate({ to: '/contacts' }),
  })
  if (!mayDelete) return null
  return (
    <Stack mt="lg" gap="xs" align="start">
      {!asked && (
        <Button color="red" variant="light" onClick={() => setAsked(true)}>
          {say('contacts.delete')}
        </Button>
      )}
      {asked && (
        <Stack gap="xs" role="alert">
          <Text size="sm">{remove.isError ? remove.error.message : say('contacts.confirm')}</Text>
          <Group>
            <Button color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
              {say('contacts.deleteNow')}
            </Button>
            <Button variant="default" onClick={() => setAsked(false)}>
              {say('contacts.keep')}
            </Button>
          </Group>
        </Stack>
      )}
    </Stack>
  )
}
