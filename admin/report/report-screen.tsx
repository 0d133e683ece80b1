import { Card, Group, NativeSelect, SegmentedControl, SimpleGrid, Skeleton, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Figure, Report } from '../../src/contract/report-api.ts'
import { call } from '../api/client.ts'
import { Failed } from '../shell/failed.tsx'
import { Screen } from '../shell/screen.tsx'
import type { TextKey } from '../texts/en.ts'
import { useTexts } from '../texts/index.ts'
import { DayBars } from './day-bars.tsx'
import { durationOf } from './duration.ts'
import { type Asked, Occurrences } from './occurrences.tsx'
import { Ranking } from './ranking.tsx'
import { spanOf } from './span.ts'

const figures = ['asked', 'answered', 'refused', 'handed-over', 'resolved'] as const
const own = Intl.DateTimeFormat().resolvedOptions().timeZone

/** What came of the conversations of the last days; each number opens what it counts. */
export function ReportScreen() {
  const say = useTexts()
  const [days, setDays] = useState('7')
  const [timeZone, setTimeZone] = useState(own)
  const [shown, setShown] = useState<Asked>()
  const span = spanOf(days, timeZone)
  const report = useQuery({ queryKey: ['report', span], queryFn: () => call<Report>(`report?${span}`) })
  return (
    <Screen
      title={say('app.report')}
      actions={
        <Group gap="xs">
          <SegmentedControl
            size="xs"
            aria-label={say('report.days')}
            value={days}
            onChange={setDays}
            data={['1', '7', '30'].map(value => ({ value, label: say(`report.days${value}` as TextKey) }))}
          />
          <NativeSelect
            size="xs"
            aria-label={say('report.zone')}
            value={timeZone}
            onChange={event => setTimeZone(event.currentTarget.value)}
            data={[...new Set([own, 'UTC'])]}
          />
        </Group>
      }
    >
      {report.isLoadingError && <Failed retry={() => void report.refetch()} />}
      {report.isPending && <Skeleton h={300} />}
      {report.data && <Figures report={report.data} onOpen={setShown} />}
      {shown && <Occurrences asked={shown} span={span} onClose={() => setShown(undefined)} />}
    </Screen>
  )
}

function Figures({ report, onOpen }: { report: Report; onOpen: (asked: Asked) => void }) {
  const say = useTexts()
  const counted = report.figures
  const reason = (name: string) => say(`reason.${name}` as TextKey)
  return (
    <Stack>
      <Text size="sm" c="dimmed">
        {say('report.span', {
          from: new Date(report.from).toLocaleString(undefined, { timeZone: report.timeZone }),
          zone: report.timeZone,
        })}
      </Text>
      <SimpleGrid cols={{ base: 2, sm: 4, md: 7 }} spacing="sm">
        {figures.map(figure => (
          <FigureCard
            key={figure}
            name={say(`figure.${figure}`)}
            value={String(counted[figure])}
            note={shareOf(counted, figure)}
            onOpen={() => onOpen({ figure, title: say(`figure.${figure}`) })}
          />
        ))}
        <FigureCard
          name={say('figure.waited')}
          value={report.waitSeconds === null ? '–' : durationOf(report.waitSeconds)}
          note={say('report.pickedUp', { count: counted.waited })}
          onOpen={() => onOpen({ figure: 'waited', title: say('figure.waited') })}
        />
        <FigureCard
          name={say('figure.rated')}
          value={report.satisfaction === null ? '–' : report.satisfaction.toFixed(1)}
          note={say('report.ratings', { count: counted.rated })}
          onOpen={() => onOpen({ figure: 'rated', title: say('figure.rated') })}
        />
      </SimpleGrid>
      {report.days.length > 1 && <DayBars days={report.days} />}
      <SimpleGrid cols={{ base: 1, md: 3 }}>
        <Ranking
          title={say('report.reasons')}
          none={say('report.noHandoffs')}
          lines={report.reasons.map(({ reason: name, count }) => ({ key: name, text: reason(name), count }))}
          onOpen={({ key, text }) => onOpen({ figure: 'handed-over', detail: key, title: text })}
        />
        <Ranking
          title={say('report.mostAsked')}
          none={say('report.noQuestions')}
          lines={report.mostAsked.map(({ key, question, count }) => ({ key, text: question, count }))}
          onOpen={({ key, text }) => onOpen({ figure: 'asked', words: key, title: text })}
        />
        <Ranking
          title={say('report.mostRefused')}
          none={say('report.noRefused')}
          lines={report.mostRefused.map(({ key, question, count }) => ({ key, text: question, count }))}
          onOpen={({ key, text }) => onOpen({ figure: 'refused', words: key, title: text })}
        />
      </SimpleGrid>
    </Stack>
  )
}

function FigureCard(props: { name: string; value: string; note: string | undefined; onOpen: () => void }) {
  return (
    <Card component="button" type="button" withBorder padding="sm" className="figure" onClick={props.onOpen}>
      <Text size="xs" c="dimmed">
        {props.name}
      </Text>
      <Text fz={26} fw={650} lh={1.2}>
        {props.value}
      </Text>
      <Text size="xs" c="dimmed" mih={18}>
        {props.note ?? ''}
      </Text>
    </Card>
  )
}

/** How many of the questions came out so, in percent. */
function shareOf(counted: Report['figures'], figure: Figure): string | undefined {
  if (counted.asked === 0 || (figure !== 'answered' && figure !== 'refused')) return undefined
  return `${Math.round((100 * counted[figure]) / counted.asked)} %`
}
