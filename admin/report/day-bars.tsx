import { Card, Group, Text } from '@mantine/core'
import type { Report } from '../../src/contract/report-api.ts'
import { useTexts } from '../texts/index.ts'

const HEIGHT = 120
const parts = ['answered', 'refused', 'handed-over'] as const

/** What came of the questions day by day, as bars; the table for who cannot see it says the same. */
export function DayBars({ days }: { days: Report['days'] }) {
  const say = useTexts()
  const sums = days.map(({ figures }) => parts.reduce((sum, part) => sum + figures[part], 0))
  const most = Math.max(1, ...sums)
  const wide = 100 / days.length
  return (
    <Card withBorder padding="sm">
      <Group gap="md" mb="xs">
        {parts.map(part => (
          <Text key={part} size="xs" c="dimmed">
            <span className="key" data-part={part} /> {say(`figure.${part}`)}
          </Text>
        ))}
      </Group>
      <svg
        className="by-day"
        role="img"
        aria-label={say('report.byDay')}
        width="100%"
        height={HEIGHT}
        viewBox={`0 0 100 ${HEIGHT}`}
        preserveAspectRatio="none"
      >
        {days.map(({ day, figures }, at) => {
          let top = HEIGHT
          return parts.map(part => {
            const tall = (figures[part] / most) * (HEIGHT - 4)
            top -= tall
            return (
              <rect
                key={day + part}
                className="bar-part"
                data-part={part}
                x={at * wide + wide * 0.3}
                y={top}
                width={wide * 0.4}
                height={tall}
              >
                <title>{`${day}: ${say(`figure.${part}`)} ${figures[part]}`}</title>
              </rect>
            )
          })
        })}
      </svg>
      <Group justify="space-between">
        <Text size="xs" c="dimmed">
          {days[0]?.day}
        </Text>
        <Text size="xs" c="dimmed">
          {say('report.highest', { count: most })}
        </Text>
        <Text size="xs" c="dimmed">
          {days.at(-1)?.day}
        </Text>
      </Group>
    </Card>
  )
}
