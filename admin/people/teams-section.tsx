import { Button, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { Team } from '../../src/contract/accounts-api.ts'
import { useMay } from '../shell/account.ts'
import { Failed } from '../shell/failed.tsx'
import { Section } from '../shell/section.tsx'
import { useTexts } from '../texts/index.ts'
import { ChangeOrDelete } from './change-or-delete.tsx'
import { openNow } from './open-now.ts'
import { useChange, useMembers, useTeams } from './people.ts'
import { NewTeamSheet, TeamSheet } from './team-sheet.tsx'

/** The teams, who is in them, and whether they are there now; each opens into its routing and hours. */
export function TeamsSection() {
  const say = useTexts()
  const teams = useTeams()
  const mayCreate = useMay('team:create')
  const [open, setOpen] = useState<string>()
  if (teams.isLoadingError) return <Failed retry={() => void teams.refetch()} />
  const opened = teams.data?.find(({ id }) => id === open)
  const close = () => setOpen(undefined)
  return (
    <Section title={say('people.teams')}>
      {teams.data?.length === 0 && <Text size="sm">{say('people.noTeams')}</Text>}
      {teams.data?.map(team => (
        <OneTeam key={team.id} team={team} onOpen={() => setOpen(team.id)} />
      ))}
      {mayCreate && (
        <Button variant="default" onClick={() => setOpen('new')}>
          {say('people.newTeam')}
        </Button>
      )}
      {opened && <TeamSheet key={opened.id} team={opened} onClose={close} />}
      {open === 'new' && <NewTeamSheet onClose={close} />}
    </Section>
  )
}

function OneTeam({ team, onOpen }: { team: Team; onOpen: () => void }) {
  const say = useTexts()
  const members = useMembers()
  const remove = useChange()
  const mayChange = useMay('team:update')
  const mayDelete = useMay('team:delete')
  const names = members.data?.filter(({ id }) => team.memberIds.includes(id)).map(({ name }) => name)
  return (
    <Group w="100%" justify="space-between">
      <Stack gap={0} flex={1} miw={200}>
        <Text fw={600} className="plain">
          {team.name}
        </Text>
        <Text size="sm" className="plain">
          {names?.join(', ') || say('people.nobodyInTeam')}
        </Text>
        <Text size="sm">
          {say(`routing.${team.routing}`)} · {openNow(say, team.hours, new Date())}
        </Text>
        {remove.error && <Text role="alert">{remove.error.message}</Text>}
      </Stack>
      <Group gap="xs">
        <ChangeOrDelete
          name={team.name}
          onChange={mayChange && onOpen}
          onDelete={mayDelete && (() => remove.mutate({ path: `teams/${team.id}`, method: 'DELETE' }))}
        />
      </Group>
    </Group>
  )
}
