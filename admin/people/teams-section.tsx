import { Button, Group, MultiSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Team } from '../../src/contract/accounts-api.ts'
import { useMay } from '../shell/account.ts'
import { Failed } from '../shell/failed.tsx'
import { Section } from '../shell/section.tsx'
import { useTexts } from '../texts/index.ts'
import { useChange, useMembers, useTeams } from './people.ts'

/** The teams and who is in them. */
export function TeamsSection() {
  const say = useTexts()
  const teams = useTeams()
  const mayCreate = useMay('team:create')
  if (teams.isLoadingError) return <Failed retry={() => void teams.refetch()} />
  return (
    <Section title={say('people.teams')}>
      {teams.data?.length === 0 && say('people.noTeams')}
      {teams.data?.map(team => (
        <OneTeam key={team.id} team={team} />
      ))}
      {mayCreate && <NewTeam />}
    </Section>
  )
}

function OneTeam({ team }: { team: Team }) {
  const say = useTexts()
  const members = useMembers()
  const change = useChange()
  const mayChange = useMay('team:update')
  const mayDelete = useMay('team:delete')
  const path = `teams/${team.id}`
  const { id: _, ...kept } = team
  return (
    <Group align="end" w="100%">
      <MultiSelect
        flex={1}
        label={team.name}
        error={change.error?.message}
        disabled={!mayChange}
        data={members.data?.map(({ id, name }) => ({ value: id, label: name })) ?? []}
        value={team.memberIds}
        onChange={memberIds => change.mutate({ path, method: 'PUT', body: { ...kept, memberIds } })}
        searchable
      />
      {mayDelete && (
        <Button
          variant="default"
          aria-label={say('people.deleteWhat', { name: team.name })}
          onClick={() => change.mutate({ path, method: 'DELETE' })}
        >
          {say('people.delete')}
        </Button>
      )}
    </Group>
  )
}

function NewTeam() {
  const say = useTexts()
  const [name, setName] = useState('')
  const create = useChange(() => setName(''))
  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        create.mutate({ path: 'teams', method: 'POST', body: { name } })
      }}
    >
      <Group align="end">
        <TextInput
          label={say('people.newTeam')}
          required
          maxLength={120}
          error={create.error?.message}
          value={name}
          onChange={event => setName(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" loading={create.isPending}>
          {say('people.create')}
        </Button>
      </Group>
    </form>
  )
}
