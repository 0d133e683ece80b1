import { Button, MultiSelect, NativeSelect, Stack, Switch, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { GiveTeam, Team } from '../../src/contract/accounts-api.ts'
import { Refused } from '../shell/refused.tsx'
import { Sheet } from '../shell/sheet.tsx'
import { useTexts } from '../texts/index.ts'
import { HoursFields } from './hours-fields.tsx'
import { useChange, useMembers, useTeamSwitch } from './people.ts'
import { fieldErrors, isTakenName } from './problem-at.ts'

const routings = ['fewest-open', 'round-robin', 'manual'] as const
const fieldNames = ['name', 'routing', 'hours.timeZone', 'hours.weekly', 'hours.holidays', 'memberIds']
const unmade: GiveTeam = {
  ...{ name: '', routing: 'fewest-open', reassignWhenAway: true, hours: null, memberIds: [] },
}

/** A team that is there: all of it is saved together, but for the switch, which counts at once. */
export function TeamSheet({ team, onClose }: { team: Team; onClose: () => void }) {
  const { id, ...given } = team
  const away = useTeamSwitch(team)
  return (
    <TeamForm
      title={team.name}
      given={given}
      to={{ path: `teams/${id}`, method: 'PUT' }}
      away={{
        checked: team.reassignWhenAway,
        error: away.error?.message,
        onChange: reassignWhenAway => away.mutate({ reassignWhenAway }),
      }}
      onClose={onClose}
    />
  )
}

/** A team that is to be. */
export function NewTeamSheet({ onClose }: { onClose: () => void }) {
  const say = useTexts()
  const [checked, setChecked] = useState(true)
  return (
    <TeamForm
      title={say('people.newTeam')}
      given={unmade}
      to={{ path: 'teams', method: 'POST' }}
      away={{ checked, error: undefined, onChange: setChecked }}
      onClose={onClose}
    />
  )
}

function TeamForm(props: {
  title: string
  given: GiveTeam
  to: { path: string; method: 'POST' | 'PUT' }
  away: { checked: boolean; error: string | undefined; onChange: (checked: boolean) => void }
  onClose: () => void
}) {
  const say = useTexts()
  const { title, given, to, away, onClose } = props
  const members = useMembers()
  const [fields, setFields] = useState(given)
  const save = useChange(onClose)
  const change = (more: Partial<GiveTeam>) => setFields(before => ({ ...before, ...more }))
  const errors = fieldErrors(save.error, fieldNames)
  const nameError = errors.at('name') ?? (isTakenName(save.error) ? errors.rest?.message : undefined)
  return (
    <Sheet title={title} size="lg" onClose={onClose}>
      <form
        onSubmit={event => {
          event.preventDefault()
          save.mutate({ ...to, body: { ...fields, reassignWhenAway: away.checked } })
        }}
      >
        <Stack>
          <Refused error={nameError ? null : errors.rest} />
          <TextInput
            label={say('people.teamName')}
            required
            maxLength={120}
            value={fields.name}
            error={nameError}
            onChange={event => change({ name: event.currentTarget.value })}
          />
          <MultiSelect
            label={say('people.members')}
            data={members.data?.map(member => ({ value: member.id, label: member.name })) ?? []}
            value={fields.memberIds}
            error={errors.at('memberIds')}
            onChange={memberIds => change({ memberIds })}
            searchable
          />
          <NativeSelect
            label={say('people.routing')}
            description={say('people.routingHint')}
            value={fields.routing}
            error={errors.at('routing')}
            onChange={event => change({ routing: event.currentTarget.value as GiveTeam['routing'] })}
            data={routings.map(value => ({ value, label: say(`routing.${value}`) }))}
          />
          <Switch
            label={say('people.reassign')}
            description={say('people.reassignHint')}
            checked={away.checked}
            error={away.error}
            onChange={event => away.onChange(event.currentTarget.checked)}
          />
          <HoursFields hours={fields.hours} errors={errors} onChange={hours => change({ hours })} />
          <Button type="submit" loading={save.isPending}>
            {say('people.save')}
          </Button>
        </Stack>
      </form>
    </Sheet>
  )
}
