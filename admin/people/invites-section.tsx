import { Badge, Button, Group, MultiSelect, NativeSelect, Table, Text } from '@mantine/core'
import { useState } from 'react'
import type { Invite } from '../../src/contract/links-api.ts'
import { EmailField } from '../session/fields.tsx'
import { useMay } from '../shell/account.ts'
import { Failed } from '../shell/failed.tsx'
import { Section } from '../shell/section.tsx'
import { useTexts } from '../texts/index.ts'
import { type Change, useChange, useInvites, useRoleName, useRoles, useTeams } from './people.ts'

/** Invites: a form to send one, and those that nobody answered yet. */
export function InvitesSection() {
  const say = useTexts()
  const invites = useInvites(true)
  const change = useChange()
  if (invites.isLoadingError) return <Failed retry={() => void invites.refetch()} />
  return (
    <>
      <InviteForm />
      {invites.data && invites.data.length > 0 && (
        <Section title={say('people.invited')} error={change.error?.message}>
          <Table.ScrollContainer minWidth={480} w="100%" scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
            <Table aria-label={say('people.invited')}>
              <Table.Tbody>
                {invites.data.map(invite => (
                  <Line key={invite.id} invite={invite} change={change.mutate} />
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        </Section>
      )}
    </>
  )
}

function InviteForm() {
  const say = useTexts()
  const roles = useRoles(useMay('role:read'))
  const teams = useTeams()
  const nameOf = useRoleName(roles.data)
  const [email, setEmail] = useState('')
  const [role, setRole] = useState('operator')
  const [teamIds, setTeamIds] = useState<string[]>([])
  const language = document.documentElement.lang
  const invite = useChange(() => setEmail(''))
  const send = () =>
    invite.mutate({ path: 'invites', method: 'POST', body: { email, role, teamIds, language } })
  const ids = roles.data?.map(({ id }) => id) ?? ['admin', 'operator', 'viewer']
  return (
    <Section title={say('people.invite')} error={invite.error?.message} onSubmit={send}>
      <EmailField value={email} onChange={setEmail} others />
      <NativeSelect
        label={say('people.role')}
        value={role}
        onChange={event => setRole(event.currentTarget.value)}
        data={ids.map(id => ({ value: id, label: nameOf(id) }))}
      />
      {teams.data && teams.data.length > 0 && (
        <MultiSelect
          label={say('people.teams')}
          data={teams.data.map(({ id, name }) => ({ value: id, label: name }))}
          value={teamIds}
          onChange={setTeamIds}
        />
      )}
      <Button type="submit" loading={invite.isPending}>
        {say('people.sendInvite')}
      </Button>
      {invite.isSuccess && (
        <Text size="sm" role="status">
          {say('people.inviteSent')}
        </Text>
      )}
    </Section>
  )
}

function Line({ invite, change }: { invite: Invite; change: (change: Change) => void }) {
  const say = useTexts()
  const roles = useRoles(useMay('role:read'))
  const nameOf = useRoleName(roles.data)
  const path = `invites/${invite.id}`
  const isOld = new Date(invite.expiresAt).getTime() < Date.now()
  return (
    <Table.Tr>
      <Table.Td>
        {invite.email} {isOld && <Badge variant="light">{say('people.inviteOld')}</Badge>}
      </Table.Td>
      <Table.Td>{nameOf(invite.role)}</Table.Td>
      <Table.Td>
        <Group gap="xs" justify="end" wrap="nowrap">
          <Button
            variant="default"
            size="compact-sm"
            onClick={() => change({ path: `${path}/mail`, method: 'POST' })}
          >
            {say('people.sendAgain')}
          </Button>
          <Button variant="default" size="compact-sm" onClick={() => change({ path, method: 'DELETE' })}>
            {say('people.withdraw')}
          </Button>
        </Group>
      </Table.Td>
    </Table.Tr>
  )
}
