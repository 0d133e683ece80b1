import { Badge, Button, Card, Group, Stack, Table, Text, Title } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Asked, GiveGoldenQuestion, StoredTrace } from '../../src/contract/operator-api.ts'
import { call } from '../api/client.ts'
import { useMay } from '../shell/account.ts'
import { Refused } from '../shell/refused.tsx'
import { useTexts } from '../texts/index.ts'
import { AskForm } from './ask-form.tsx'
import { goldenKey } from './golden-questions.tsx'

interface Trace {
  candidates: { passageId: string; path: string; title: string; headingPath: string[]; fused: number }[]
  pinned?: { question: string; similarity: number; threshold: number; said: boolean }
  gate: { verdict: string; score: number; threshold: number; unsupported: string[] }
  ms: Record<string, number>
}

/** Asks as a visitor would, and shows what was found, what the gate said and what came of it. */
export function TestBench() {
  const say = useTexts()
  const [question, setQuestion] = useState('')
  const ask = useMutation({
    mutationFn: (asked: string) => call<Asked>('ask', { method: 'POST', body: { question: asked } }),
  })
  return (
    <Stack>
      <AskForm label={say('bench.question')} question={question} onChange={setQuestion} ask={ask} />
      {!ask.data && !ask.isPending && <Text c="dimmed">{say('bench.empty')}</Text>}
      {ask.data && <Found key={ask.data.traceId} question={ask.variables} asked={ask.data} />}
    </Stack>
  )
}

function Found({ question, asked }: { question: string; asked: Asked }) {
  const say = useTexts()
  const { decision, traceId } = asked
  const stored = useQuery({
    queryKey: ['trace', traceId, 'whole'],
    queryFn: () => call<StoredTrace>(`traces/${traceId}`),
  })
  const trace = stored.data?.trace as unknown as Trace | undefined
  const cited = decision.kind === 'answered' ? decision.citations : []
  return (
    <>
      <Card withBorder padding="sm" aria-live="polite">
        <Badge variant="light" color={decision.kind === 'answered' ? 'teal' : 'orange'}>
          {say(`decision.${decision.kind}`)}
        </Badge>
        <Text className="plain" mt="xs">
          {decision.text}
        </Text>
        {cited.map(({ number, title, headingPath, quote }) => (
          <Text key={number} size="xs" c="dimmed" mt={4}>
            [{number}] {[title, ...headingPath].join(' › ')}: “{quote}”
          </Text>
        ))}
      </Card>
      {trace && (
        <>
          <Gate trace={trace} />
          <Golden question={question} trace={trace} cited={cited.map(({ path }) => path)} />
        </>
      )}
    </>
  )
}

function Gate({ trace: { gate, ms, pinned } }: { trace: Trace }) {
  const say = useTexts()
  const near = pinned && {
    question: pinned.question,
    score: pinned.similarity.toFixed(2),
    threshold: pinned.threshold.toFixed(2),
  }
  if (near && pinned.said) return <Text size="sm">{say('pinned.said', near)}</Text>
  return (
    <Text size="sm">
      {say('trace.gate')}: {say(gate.verdict === 'relevant' ? 'bench.relevant' : 'bench.notRelevant')},{' '}
      {say('trace.score', { score: gate.score.toFixed(2), threshold: gate.threshold.toFixed(2) })}
      {gate.unsupported.length > 0 && ` · ${say('trace.unsupported')}: ${gate.unsupported.join(', ')}`}
      {near && ` · ${say('pinned.nearest', near)}`}
      {ms['total'] !== undefined && ` · ${Math.round(ms['total'])} ms`}
    </Text>
  )
}

/** What was found, with a choice of the pages that answer the question: so it becomes golden. */
function Golden({ question, trace, cited }: { question: string; trace: Trace; cited: readonly string[] }) {
  const say = useTexts()
  const queries = useQueryClient()
  const mayKeep = useMay('golden-question:create')
  const [right, setRight] = useState<readonly string[]>(() => [...new Set(cited)])
  const keep = useMutation({
    mutationFn: (body: GiveGoldenQuestion) => call('golden-questions', { method: 'POST', body }),
    onSuccess: () => queries.invalidateQueries({ queryKey: goldenKey }),
  })
  const toggle = (path: string) =>
    setRight(chosen => (chosen.includes(path) ? chosen.filter(one => one !== path) : [...chosen, path]))
  return (
    <section>
      <Title order={2} size="h5" mb="xs">
        {say('trace.candidates')}
      </Title>
      {trace.candidates.length === 0 && <Text c="dimmed">{say('bench.nothing')}</Text>}
      <Table>
        <Table.Tbody>
          {trace.candidates.slice(0, 10).map(({ passageId, path, title, headingPath, fused }) => (
            <Table.Tr key={passageId}>
              {mayKeep && (
                <Table.Td w={40}>
                  <input
                    type="checkbox"
                    aria-label={say('bench.answers', { page: [title, ...headingPath].join(' › ') })}
                    checked={right.includes(path)}
                    onChange={() => toggle(path)}
                  />
                </Table.Td>
              )}
              <Table.Td>{[title, ...headingPath].join(' › ')}</Table.Td>
              <Table.Td ta="end">{fused.toFixed(3)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {mayKeep && (
        <Group mt="sm">
          <Button
            size="compact-sm"
            variant="default"
            disabled={right.length === 0}
            loading={keep.isPending}
            onClick={() => keep.mutate({ question, answerable: true, goldPaths: [...right] })}
          >
            {say('bench.keep')}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            loading={keep.isPending}
            onClick={() => keep.mutate({ question, answerable: false, goldPaths: [] })}
          >
            {say('bench.keepNone')}
          </Button>
          {keep.isSuccess && (
            <Text size="sm" role="status">
              {say('bench.kept')}
            </Text>
          )}
        </Group>
      )}
      <Refused error={keep.error} />
    </section>
  )
}
