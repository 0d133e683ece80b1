import { Skeleton, Stack, Table, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { call } from '../api/client.ts'
import { Failed } from '../shell/failed.tsx'
import { Sheet } from '../shell/sheet.tsx'
import type { TextKey } from '../texts/en.ts'
import { useTexts } from '../texts/index.ts'

interface Trace {
  standalone: string
  gate: { score: number; threshold: number; verdict: string; unsupported: string[] }
  handoff?: { trigger: string; by: string }
  candidates: { passageId: string; title: string; headingPath: string[]; fused: number }[]
}

/** How an answer came about: what was searched, what was found with which score, and what the gate said. */
export function WhyThisAnswer({ traceId, onClose }: { traceId: string; onClose: () => void }) {
  const say = useTexts()
  const found = useQuery({
    queryKey: ['trace', traceId],
    queryFn: async () => (await call<{ trace: Trace }>(`traces/${traceId}`)).trace,
    staleTime: Number.POSITIVE_INFINITY,
  })
  return (
    <Sheet onClose={onClose} title={say('trace.title')}>
      {found.isLoadingError && <Failed retry={() => void found.refetch()} />}
      {found.isPending && <Skeleton h={120} />}
      {found.data && <Found trace={found.data} />}
    </Sheet>
  )
}

function Found({ trace }: { trace: Trace }) {
  const say = useTexts()
  const { score, threshold, unsupported } = trace.gate
  return (
    <Stack>
      <Text size="sm">“{trace.standalone}”</Text>
      {trace.handoff && (
        <Text size="sm">
          {say('trace.handoff')}: {say(`reason.${trace.handoff.trigger}` as TextKey)}: {trace.handoff.by}
        </Text>
      )}
      <Text size="sm">
        {say('trace.gate')}:{' '}
        {say('trace.score', { score: score.toFixed(2), threshold: threshold.toFixed(2) })}
      </Text>
      {unsupported.length > 0 && (
        <Text size="sm">
          {say('trace.unsupported')}: {unsupported.join(', ')}
        </Text>
      )}
      <Title order={2} size="h5">
        {say('trace.candidates')}
      </Title>
      <Table>
        <Table.Tbody>
          {trace.candidates.slice(0, 10).map(({ passageId, title, headingPath, fused }) => (
            <Table.Tr key={passageId}>
              <Table.Td>{[title, ...headingPath].join(' › ')}</Table.Td>
              <Table.Td ta="end">{fused.toFixed(2)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Stack>
  )
}
