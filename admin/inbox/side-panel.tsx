import { Anchor, Badge, NativeSelect, Stack, Text, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { priorities } from '../../src/contract/choices.ts'
import type { DeskConversation, Priority } from '../../src/contract/desk-api.ts'
import { useMay } from '../shell/account.ts'
import { useTexts } from '../texts/index.ts'
import { useLabels } from './labels.ts'
import { safeAddress } from './safe-address.ts'
import { useChange } from './use-change.ts'
import { useContact, useEarlier } from './use-earlier.ts'

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
      <Device device={shown.device} />
      <PriorityChoice shown={shown} />
      <Labels ids={shown.line.labels} />
      <Known shown={shown} />
      <Earlier shown={shown} />
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

/** What the browser said of itself. */
function Device({ device }: { device: DeskConversation['device'] }) {
  const say = useTexts()
  const parts = ['browser', 'system', 'language', 'timeZone'].map(key => device[key])
  const known = parts.filter((part): part is string => typeof part === 'string' && part !== '')
  return <Fact name={say('side.device')} value={known.join(' · ')} />
}

/** What is known of the contact beside their name. */
function Known({ shown }: { shown: DeskConversation }) {
  const say = useTexts()
  const { data: contact } = useContact(shown)
  if (!contact) return null
  const attributes = Object.entries(contact.attributes)
  return (
    <>
      <Fact name={say('side.phone')} value={contact.phone} />
      {attributes.length > 0 && (
        <section aria-label={say('side.attributes')}>
          {attributes.map(([name, value]) => (
            <Fact key={name} name={name} value={String(value)} />
          ))}
        </section>
      )}
      <Text size="sm" component={Link} to={`/contacts/${contact.id}`}>
        {say('side.open')}
      </Text>
    </>
  )
}

function Earlier({ shown }: { shown: DeskConversation }) {
  const say = useTexts()
  const earlier = useEarlier(shown).data ?? []
  if (earlier.length === 0) return null
  return (
    <section aria-label={say('side.earlier')}>
      <Text size="xs" c="dimmed">
        {say('side.earlier')}
      </Text>
      {earlier.slice(0, 10).map(({ id, lastText, updatedAt, status }) => (
        <Text key={id} size="sm" component={Link} to={`/inbox/${id}`} display="block" truncate="end">
          {new Date(updatedAt).toLocaleDateString()} · {say(`status.${status as 'open'}`)} · {lastText}
        </Text>
      ))}
    </section>
  )
}

function PriorityChoice({ shown }: { shown: DeskConversation }) {
  const say = useTexts()
  const mayChange = useMay('conversation:update')
  const { id, priority } = shown.line
  const change = useChange()
  return (
    <NativeSelect
      size="xs"
      label={say('side.priority')}
      disabled={!mayChange}
      value={priority}
      error={change.error?.message}
      onChange={event =>
        change.mutate({ ids: [id], changes: { priority: event.currentTarget.value as Priority } })
      }
      data={priorities.map(value => ({ value, label: say(`priority.${value}`) }))}
    />
  )
}

function Labels({ ids }: { ids: readonly string[] }) {
  const say = useTexts()
  const labels = useLabels()
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
