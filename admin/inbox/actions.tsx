import { ActionIcon, Alert, Badge, Button, Group, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ChangeConversation, DeskConversation } from '../../src/contract/desk-api.ts'
import { useAccount, useMay } from '../shell/account.ts'
import { useTexts } from '../texts/index.ts'
import { AssignMenu } from './assign-menu.tsx'
import { LabelMenu } from './label-menu.tsx'
import { MoreMenu } from './more-menu.tsx'
import { SnoozeMenu } from './snooze-menu.tsx'
import { useAct, useChange } from './use-change.ts'

/** Who holds a conversation, and what can be done with it. */
export function Actions({ shown }: { shown: DeskConversation }) {
  const say = useTexts()
  const { id } = shown.conversation
  const act = useAct(id)
  const change = useChange()
  const problem = act.error ?? change.error
  return (
    <Stack gap={0}>
      <Group p="xs" gap="xs">
        <ActionIcon
          component={Link}
          to="/inbox"
          variant="subtle"
          aria-label={say('inbox.back')}
          hiddenFrom="sm"
        >
          ‹
        </ActionIcon>
        <Hold shown={shown} act={act} />
        <Sorting shown={shown} onChange={changes => change.mutate({ ids: [id], changes })} />
        <MoreMenu shown={shown} act={act} />
      </Group>
      {shown.mergedInto && (
        <Group px="xs" pb="xs" gap="xs" role="status">
          <Text size="sm" component={Link} to={`/inbox/${shown.mergedInto}`}>
            {say('actions.merged')}
          </Text>
          <Button
            size="compact-xs"
            variant="light"
            onClick={() => act.mutate(['merge', 'DELETE', { into: shown.mergedInto! }])}
          >
            {say('actions.unmerge')}
          </Button>
        </Group>
      )}
      {shown.blocked && (
        <Text size="sm" px="xs" pb="xs" c="dimmed">
          {say('actions.blocked')}
        </Text>
      )}
      {problem && (
        <Alert color="red" mx="xs" role="alert">
          <Text size="sm">{problem.message}</Text>
        </Alert>
      )}
    </Stack>
  )
}

function Hold({ shown, act }: { shown: DeskConversation; act: ReturnType<typeof useAct> }) {
  const say = useTexts()
  const { memberId } = useAccount()
  const { holder } = shown.conversation
  const [mayTake, mayRelease] = [useMay('conversation:take-over'), useMay('conversation:release')]
  const own = holder === `member:${memberId}`
  const others = holder.startsWith('member:') && !own
  const who = own ? 'you' : others ? 'other' : (holder as 'bot' | 'queue')
  return (
    <>
      <Badge variant="light">{say(`holder.${who}`)}</Badge>
      {mayTake && !own && !shown.mergedInto && (
        <Button
          size="compact-sm"
          ms="auto"
          data-command="take-over"
          onClick={() => act.mutate(['takeover', 'POST', { override: others }])}
        >
          {say(others ? 'conversation.takeAway' : 'conversation.takeOver')}
        </Button>
      )}
      {mayRelease && own && !shown.mergedInto && (
        <Button
          size="compact-sm"
          ms="auto"
          variant="default"
          data-command="release"
          onClick={() => act.mutate(['takeover', 'DELETE', {}])}
        >
          {say('conversation.release')}
        </Button>
      )}
    </>
  )
}

function Sorting(props: { shown: DeskConversation; onChange: (changes: ChangeConversation) => void }) {
  const say = useTexts()
  const mayChange = useMay('conversation:update')
  const { line } = props.shown
  if (!mayChange) return null
  if (line.status === 'resolved')
    return (
      <Button
        size="compact-sm"
        variant="default"
        data-command="reopen"
        onClick={() => props.onChange({ status: 'open' })}
      >
        {say('conversation.reopen')}
      </Button>
    )
  return (
    <>
      <AssignMenu
        assigneeId={line.assigneeId}
        teamId={line.teamId}
        command="assign"
        onChoose={props.onChange}
      />
      <LabelMenu chosen={line.labels} command="label" onChange={labelIds => props.onChange({ labelIds })} />
      <SnoozeMenu
        label={say('actions.snooze')}
        command="snooze"
        onChoose={until => props.onChange({ status: 'snoozed', snoozedUntil: until.toISOString() })}
      />
      <Button
        size="compact-sm"
        variant="default"
        data-command="resolve"
        onClick={() => props.onChange({ status: 'resolved' })}
      >
        {say('conversation.resolve')}
      </Button>
    </>
  )
}
