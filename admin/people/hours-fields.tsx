import { Button, Fieldset, Group, Select, Switch, Text } from '@mantine/core'
import type { BusinessHours } from '../../src/contract/accounts-api.ts'
import { useTexts } from '../texts/index.ts'
import { DayFields, weekDays } from './day-fields.tsx'
import { Holidays } from './holidays.tsx'
import { openNow } from './open-now.ts'
import type { FieldErrors } from './problem-at.ts'

/** Five days from nine to five on the clocks of whoever sets them first. */
const usual = (): BusinessHours => ({
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  weekly: Object.fromEntries(weekDays.slice(0, 5).map(day => [day, [['09:00', '17:00']]])),
  holidays: [],
})

/** When people of a team are there: always, or by the day of the week, with holidays. */
export function HoursFields(props: {
  hours: BusinessHours | null
  errors: FieldErrors
  onChange: (hours: BusinessHours | null) => void
}) {
  const say = useTexts()
  const { hours, errors, onChange } = props
  return (
    <Fieldset legend={say('hours.title')}>
      <Switch
        label={say('hours.set')}
        checked={hours !== null}
        onChange={event => onChange(event.currentTarget.checked ? usual() : null)}
      />
      <OpenNow hours={hours} />
      {hours && <SetHours hours={hours} errors={errors} onChange={onChange} />}
    </Fieldset>
  )
}

function OpenNow({ hours }: { hours: BusinessHours | null }) {
  const say = useTexts()
  return (
    <Text size="sm" role="status" mt="xs">
      {openNow(say, hours, new Date())}
    </Text>
  )
}

function SetHours(props: {
  hours: BusinessHours
  errors: FieldErrors
  onChange: (hours: BusinessHours) => void
}) {
  const say = useTexts()
  const { hours, errors, onChange } = props
  const { weekly } = hours
  const zones = Intl.supportedValuesOf('timeZone')
  const error = errors.at('hours.weekly')
  return (
    <>
      <Select
        label={say('hours.timeZone')}
        data={zones.includes(hours.timeZone) ? zones : [hours.timeZone, ...zones]}
        value={hours.timeZone}
        error={errors.at('hours.timeZone')}
        onChange={timeZone => timeZone && onChange({ ...hours, timeZone })}
        searchable
        limit={60}
        allowDeselect={false}
        my="sm"
      />
      {weekDays.map(day => (
        <DayFields
          key={day}
          day={day}
          spans={weekly[day] ?? []}
          onChange={spans => onChange({ ...hours, weekly: { ...weekly, [day]: spans } })}
          onCopy={() =>
            onChange({ ...hours, weekly: Object.fromEntries(weekDays.map(one => [one, weekly[day] ?? []])) })
          }
        />
      ))}
      {error && (
        <Text size="sm" className="danger" role="alert">
          {error}
        </Text>
      )}
      <Holidays
        dates={hours.holidays}
        error={errors.at('hours.holidays')}
        onChange={holidays => onChange({ ...hours, holidays })}
      />
      <Group mt="sm">
        <Button variant="default" size="compact-sm" onClick={() => onChange({ ...hours, weekly: {} })}>
          {say('hours.clear')}
        </Button>
      </Group>
    </>
  )
}
