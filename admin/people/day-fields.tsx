import { Button, CloseButton, Group, Stack, Text, TextInput } from '@mantine/core'
import type { BusinessHours } from '../../src/contract/accounts-api.ts'
import { useTexts } from '../texts/index.ts'

export const weekDays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
type Day = (typeof weekDays)[number]
type Spans = NonNullable<BusinessHours['weekly'][Day]>

/** A Monday: the day of the week is named by counting from it. */
const MONDAY = Date.UTC(2024, 0, 1)

/** A day of the week in the language of whoever looks. */
function dayName(day: Day): string {
  const format = new Intl.DateTimeFormat(document.documentElement.lang, { weekday: 'long', timeZone: 'UTC' })
  return format.format(MONDAY + weekDays.indexOf(day) * 86_400_000)
}

/** A time field has no 24:00, so the end of the day is midnight there. */
const shown = (time: string) => (time === '24:00' ? '00:00' : time)
const endOf = (time: string) => (time === '00:00' ? '24:00' : time)

/** The spans of one day; none means closed. They may be copied to the other days. */
export function DayFields(props: {
  day: Day
  spans: Spans
  onChange: (spans: Spans) => void
  onCopy: () => void
}) {
  const say = useTexts()
  const { day, spans, onChange, onCopy } = props
  const name = dayName(day)
  const put = (at: number, span: [string, string]) =>
    onChange(spans.map((one, index) => (index === at ? span : one)))
  const small = { variant: 'default', size: 'compact-sm' } as const
  return (
    <Group role="group" aria-label={name} gap="xs" mb="sm" align="flex-start" wrap="nowrap">
      <Text size="sm" w={96} miw={96} pt={4}>
        {name}
      </Text>
      <Stack gap={6}>
        {spans.length === 0 && <Text size="sm">{say('hours.closed')}</Text>}
        {spans.map(([from, to], at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a span is its place in the day
          <Group key={at} gap={4} wrap="nowrap">
            <Time
              label={say('hours.from', { day: name })}
              value={from}
              onChange={time => put(at, [time, to])}
            />
            <Text size="sm">–</Text>
            <Time
              label={say('hours.to', { day: name })}
              value={shown(to)}
              onChange={time => put(at, [from, endOf(time)])}
            />
            <CloseButton
              aria-label={say('hours.removeSpan', { day: name })}
              onClick={() => onChange(spans.filter((_, index) => index !== at))}
            />
          </Group>
        ))}
        <Group gap="xs">
          <Button
            {...small}
            aria-label={say('hours.addSpanTo', { day: name })}
            onClick={() => onChange([...spans, nextSpan(spans)])}
          >
            {say('hours.addSpan')}
          </Button>
          <Button {...small} aria-label={say('hours.copyFrom', { day: name })} onClick={onCopy}>
            {say('hours.copy')}
          </Button>
        </Group>
      </Stack>
    </Group>
  )
}

function Time(props: { label: string; value: string; onChange: (time: string) => void }) {
  return (
    <TextInput
      type="time"
      size="xs"
      required
      aria-label={props.label}
      value={props.value}
      onChange={event => props.onChange(event.currentTarget.value)}
    />
  )
}

/** A first span is the usual day; a further one begins an hour after the last. */
function nextSpan(spans: Spans): [string, string] {
  const last = spans.at(-1)?.[1]
  if (!last) return ['09:00', '17:00']
  const hour = (hours: number) => `${Math.min(hours, 24)}`.padStart(2, '0')
  const from = Number(last.slice(0, 2)) + 1
  return from < 23 ? [`${hour(from)}:00`, `${hour(from + 2)}:00`] : ['23:00', '24:00']
}
