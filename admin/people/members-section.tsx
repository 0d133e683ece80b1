import { Badge, Button, Group, NativeSelect, Table } from '@mantine/core'
import { useState } from 'react'
import type { Member } from '../../src/contract/accounts-api.ts'
import { useAccount, useMay } from '../shell/account.ts'
import { Failed } from '../shell/failed.tsx'
import { Section } from '../shell/section.tsx'
import { useTexts } from '../texts/index.ts'
import { MemberSheet } from './member-sheet.tsx'
import { type Change, useChange, useMembers, useRoleName, useRoles } from './people.ts'

/** The members with their roles; whoever may changes a role or takes somebody out. */
export function MembersSection() {
  const say = useTexts()
  const members = useMembers()
  const change = useChange()
  if (members.isLoadingError) return <Failed retry={() => void members.refetch()} />
  return (
    <Section title={say('people.members')} error={change.error?.message}>
      <Table.ScrollContainer minWidth={560} w="100%" scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{say('people.name')}</Table.Th>
              <Table.Th>{say('session.email')}</Table.Th>
              <Table.Th>{say('people.role')}</Table.Th>
              <Table.Th>{say('people.presence')}</Table.Th>
              <Table.Td />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {members.data?.map(member => (
              <Line key={member.id} member={member} change={change.mutate} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Section>
  )
}

function Line({ member, change }: { member: Member; change: (change: Change) => void }) {
  const say = useTexts()
  const { memberId } = useAccount()
  const mayRemove = useMay('member:delete')
  const mayChange = useMay('member:update')
  const [open, setOpen] = useState(false)
  const path = `members/${member.id}`
  return (
    <Table.Tr>
      <Table.Td>
        {member.name} {member.id === memberId && <Badge variant="light">{say('people.you')}</Badge>}
      </Table.Td>
      <Table.Td>{member.email}</Table.Td>
      <Table.Td>
        <RoleOf member={member} onChange={role => change({ path, method: 'PATCH', body: { role } })} />
      </Table.Td>
      <Table.Td>{say(`presence.${member.presence}`)}</Table.Td>
      <Table.Td>
        <Group gap="xs" justify="end" wrap="nowrap">
          {mayChange && (
            <Button
              variant="default"
              size="compact-sm"
              aria-label={say('people.changeWhat', { name: member.name })}
              onClick={() => setOpen(true)}
            >
              {say('people.change')}
            </Button>
          )}
          {mayRemove && member.id !== memberId && (
            <Remove name={member.name} onRemove={() => change({ path, method: 'DELETE' })} />
          )}
        </Group>
        {open && <MemberSheet member={member} onClose={() => setOpen(false)} />}
      </Table.Td>
    </Table.Tr>
  )
}

function RoleOf({ member, onChange }: { member: Member; onChange: (role: string) => void }) {
  const say = useTexts()
  const mayRead = useMay('role:read')
  const mayChange = useMay('member:update') && mayRead
  const roles = useRoles(mayRead)
  const nameOf = useRoleName(roles.data)
  if (!mayChange || !roles.data) return nameOf(member.role)
  return (
    <NativeSelect
      aria-label={say('people.roleOf', { name: member.name })}
      size="xs"
      value={member.role}
      onChange={event => onChange(event.currentTarget.value)}
      data={roles.data.map(({ id }) => ({ value: id, label: nameOf(id) }))}
    />
  )
}

/** Taking somebody out is asked for twice. */
function Remove({ name, onRemove }: { name: string; onRemove: () => void }) {
  const say = useTexts()
  const [asked, setAsked] = useState(false)
  if (!asked)
    return (
      <Button
        variant="default"
        size="compact-sm"
        aria-label={say('people.removeWho', { name })}
        onClick={() => setAsked(true)}
      >
        {say('people.remove')}
      </Button>
    )
  return (
    <Group gap="xs" justify="end" wrap="nowrap">
      <Button color="red" size="compact-sm" onClick={onRemove}>
        {say('people.removeSure')}
      </Button>
      <Button variant="default" size="compact-sm" onClick={() => setAsked(false)}>
        {say('app.cancel')}
      </Button>
    </Group>
  )
}
