import { Button, Group, Pill, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTexts } from '../texts/index.ts'

/** Days on which nobody is there, as dates. */
export function Holidays(props: {
  dates: readonly string[]
  error: string | undefined
  onChange: (dates: string[]) => void
}) {
  const say = useTexts()
  const { dates, error, onChange } = props
  const [date, setDate] = useState('')
  const add = () => {
    onChange([...new Set([...dates, date])].sort())
    setDate('')
  }
  return (
    <>
      <Group align="end" gap="xs" mt="sm">
        <TextInput
          type="date"
          label={say('hours.holiday')}
          value={date}
          error={error}
          onChange={event => setDate(event.currentTarget.value)}
        />
        <Button variant="default" disabled={date === ''} onClick={add}>
          {say('hours.addHoliday')}
        </Button>
      </Group>
      {dates.length === 0 && (
        <Text size="sm" mt="xs">
          {say('hours.noHolidays')}
        </Text>
      )}
      <Pill.Group mt="xs">
        {dates.map(one => (
          <Pill
            key={one}
            withRemoveButton
            onRemove={() => onChange(dates.filter(other => other !== one))}
            removeButtonProps={{ 'aria-label': say('people.deleteWhat', { name: one }), tabIndex: 0 }}
          >
            {dateName(one)}
          </Pill>
        ))}
      </Pill.Group>
    </>
  )
}

const dateName = (date: string): string =>
  new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'medium', timeZone: 'UTC' }).format(
    new Date(`${date}T00:00:00Z`),
  )
