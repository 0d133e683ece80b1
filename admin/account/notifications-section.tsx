import { Badge, Button, Switch, Table, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { NotificationSettings, PushSubscriptionLine } from '../../src/contract/notifications-api.ts'
import { useChangeNotificationSettings, useNotificationSettings } from '../notifications/settings.ts'
import {
  canPush,
  listSubscriptions,
  NotPermitted,
  subscribe,
  unsubscribe,
} from '../notifications/subscription.ts'
import { playTone } from '../notifications/tone.ts'
import { Failed } from '../shell/failed.tsx'
import { Loading } from '../shell/loading.tsx'
import { Section } from '../shell/section.tsx'
import { useTexts } from '../texts/index.ts'

/** What one is told of while away, and which browsers get it. */
export function NotificationsSection() {
  const say = useTexts()
  const settings = useNotificationSettings()
  const change = useChangeNotificationSettings()
  const choose = (name: keyof NotificationSettings, on: boolean) => {
    // Sounding once shows what it is like, and the click lets the browser sound later.
    if (name === 'sound' && on) playTone()
    change.mutate({ [name]: on })
  }
  if (settings.isError) return <Failed retry={() => void settings.refetch()} />
  if (!settings.data) return <Loading />
  const { data } = settings
  const toggle = (name: keyof NotificationSettings) => (
    <Switch
      label={say(`notifications.${name}`)}
      checked={data[name]}
      disabled={change.isPending}
      onChange={event => choose(name, event.currentTarget.checked)}
    />
  )
  return (
    <Section title={say('notifications.title')} error={change.error?.message}>
      <Text size="sm">{say('notifications.why')}</Text>
      {toggle('mail')}
      {toggle('push')}
      {toggle('details')}
      {toggle('sound')}
      {data.push && <Browsers />}
    </Section>
  )
}

/** The browsers that get push messages, each with the way to end it, and the way to add this one. */
function Browsers() {
  const say = useTexts()
  const queries = useQueryClient()
  const queryKey = ['push-subscriptions']
  const found = useQuery({ queryKey, queryFn: listSubscriptions })
  const onSettled = () => queries.invalidateQueries({ queryKey })
  const add = useMutation({ mutationFn: subscribe, onSettled })
  const remove = useMutation({ mutationFn: unsubscribe, onSettled })
  if (found.isError) return <Failed retry={() => void found.refetch()} />
  const browsers = found.data?.subscriptions ?? []
  const { error } = add
  const problem = error instanceof NotPermitted ? say('notifications.refused') : error?.message
  return (
    <Section title={say('notifications.browsers')} error={problem ?? remove.error?.message}>
      {browsers.length === 0 && <Text c="dimmed">{say('notifications.noBrowsers')}</Text>}
      {browsers.length > 0 && <BrowserTable browsers={browsers} onRemove={remove.mutate} />}
      {!canPush() && <Text size="sm">{say('notifications.unable')}</Text>}
      {canPush() && found.data && !browsers.some(({ current }) => current) && (
        <Button variant="default" loading={add.isPending} onClick={() => add.mutate(found.data.publicKey)}>
          {say('notifications.subscribe')}
        </Button>
      )}
    </Section>
  )
}

function BrowserTable(props: {
  browsers: readonly PushSubscriptionLine[]
  onRemove: (one: PushSubscriptionLine) => void
}) {
  const say = useTexts()
  return (
    <Table.ScrollContainer minWidth={420} w="100%">
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{say('notifications.browser')}</Table.Th>
            <Table.Th>{say('notifications.since')}</Table.Th>
            <Table.Td />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {props.browsers.map(one => (
            <Table.Tr key={one.id}>
              <Table.Td>
                {one.device} {one.current && <Badge variant="light">{say('account.here')}</Badge>}
              </Table.Td>
              <Table.Td>{new Date(one.createdAt).toLocaleString(document.documentElement.lang)}</Table.Td>
              <Table.Td ta="end">
                <Button variant="default" size="compact-sm" onClick={() => props.onRemove(one)}>
                  {say('notifications.unsubscribe')}
                </Button>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}
