import { Anchor, Card, Stack, Text, Title } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { Asked } from '../../src/contract/operator-api.ts'
import { call } from '../api/client.ts'
import { Snippet } from '../bots/snippet.tsx'
import { useBots } from '../bots/use-bots.ts'
import { AddSource } from '../knowledge/add-source.tsx'
import { AskForm } from '../knowledge/ask-form.tsx'
import { SourceCard } from '../knowledge/source-card.tsx'
import { useSources } from '../knowledge/use-sources.ts'
import { Screen } from '../shell/screen.tsx'
import { useTexts } from '../texts/index.ts'

const ANSWERS = 3

/** The first five minutes: pages, three answers from them, the line for the site, and a colleague. */
export function StartScreen() {
  const say = useTexts()
  const sources = useSources()
  const bots = useBots()
  const [jobs, setJobs] = useState<Readonly<Record<string, string>>>({})
  const follow = (sourceId: string, jobId: string) => setJobs(known => ({ ...known, [sourceId]: jobId }))
  const own = sources.data?.filter(({ id }) => id in jobs) ?? []
  const ready = sources.data?.some(({ state, passages }) => state === 'ready' && passages > 0) ?? false
  const botId = bots.data?.[0]?.botId
  return (
    <Screen title={say('start.title')}>
      <Stack>
        <Step number={1} title={say('start.pages')}>
          <AddSource onReading={follow} />
          {own.map(source => (
            <SourceCard key={source.id} source={source} jobId={jobs[source.id]} onReading={follow} />
          ))}
        </Step>
        <Step number={2} title={say('start.answers')}>
          {ready ? <ThreeAnswers /> : <Text c="dimmed">{say('start.waits')}</Text>}
        </Step>
        <Step number={3} title={say('start.site')}>
          {botId && <Snippet botId={botId} />}
        </Step>
        <Step number={4} title={say('start.colleague')}>
          <Anchor component={Link} to="/people">
            {say('start.people')}
          </Anchor>
        </Step>
      </Stack>
    </Screen>
  )
}

function Step({ number, title, children }: { number: number; title: string; children: ReactNode }) {
  return (
    <Card withBorder component="section">
      <Title order={2} size="h5" mb="sm">
        {number}. {title}
      </Title>
      {children}
    </Card>
  )
}

function ThreeAnswers() {
  const say = useTexts()
  const [question, setQuestion] = useState('')
  const [given, setGiven] = useState<readonly { question: string; asked: Asked }[]>([])
  const ask = useMutation({
    mutationFn: (text: string) => call<Asked>('ask', { method: 'POST', body: { question: text } }),
    onSuccess: (asked, text) => {
      setGiven(known => [...known, { question: text, asked }])
      setQuestion('')
    },
  })
  return (
    <Stack gap="sm">
      <AskForm
        label={say('start.ask', { count: Math.min(given.length + 1, ANSWERS), of: ANSWERS })}
        question={question}
        onChange={setQuestion}
        ask={ask}
      />
      <div aria-live="polite">
        {given.map(({ question: text, asked }) => (
          <div key={asked.traceId}>
            <Text size="sm" fw={600} className="plain">
              {text}
            </Text>
            <Text size="sm" className="plain" mb="sm">
              {asked.decision.text}
            </Text>
          </div>
        ))}
      </div>
      {given.length >= ANSWERS && <Text size="sm">{say('start.enough')}</Text>}
    </Stack>
  )
}
