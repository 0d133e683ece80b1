import { Badge, Button, Card, Group, Progress, Spoiler, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Job, Source } from '../../src/contract/operator-api.ts'
import { useChangeList } from '../api/change-list.ts'
import { call } from '../api/client.ts'
import { useMay } from '../shell/account.ts'
import { DangerButton } from '../shell/danger-button.tsx'
import { Refused } from '../shell/refused.tsx'
import { useTexts } from '../texts/index.ts'
import { sourcesKey } from './use-sources.ts'

const colours = { new: 'gray', syncing: 'blue', ready: 'teal', failed: 'red' } as const
const JOB_MS = 700

/** One source: its state, when it was last read, what went wrong, and what can be done with it. */
export function SourceCard(props: {
  source: Source
  jobId: string | undefined
  onReading: (sourceId: string, jobId: string) => void
  onShow?: () => void
}) {
  const { source } = props
  const say = useTexts()
  const read = source.syncedAt ? new Date(source.syncedAt).toLocaleString() : say('knowledge.never')
  return (
    <Card withBorder padding="sm" component="article" aria-label={source.location}>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <div style={{ minInlineSize: 0 }}>
          <Group gap="xs">
            <Badge variant="light" color={colours[source.state]}>
              {say(`source.${source.state}`)}
            </Badge>
            <Text size="xs" c="dimmed">
              {say(`kind.${source.kind}`)}
            </Text>
          </Group>
          <Text fw={600} className="plain">
            {source.location}
          </Text>
          <Text size="xs" c="dimmed">
            {say('knowledge.counts', { pages: source.pages, passages: source.passages })} ·{' '}
            {say('knowledge.read')} {read}
            {source.settings.schedule && ` · ${say('knowledge.schedule')} ${source.settings.schedule}`}
          </Text>
        </div>
        <Actions {...props} />
      </Group>
      {props.jobId && source.state !== 'ready' && <HowFar jobId={props.jobId} />}
      {source.lastError && (
        <Text size="sm" className="danger" mt="xs" role="status">
          {source.lastError}
        </Text>
      )}
      <Failures source={source} />
    </Card>
  )
}

function Actions({ source, onReading, onShow }: Parameters<typeof SourceCard>[0]) {
  const say = useTexts()
  const queries = useQueryClient()
  const [maySync, mayRemove, mayPages] = [useMay('source:sync'), useMay('source:delete'), useMay('page:read')]
  const sync = useMutation({
    mutationFn: () => call<{ job: Job }>(`sources/${source.id}/sync`, { method: 'POST' }),
    onSuccess: ({ job }) => {
      onReading(source.id, job.id)
      void queries.invalidateQueries({ queryKey: sourcesKey })
    },
  })
  const remove = useChangeList<Source, string>(sourcesKey, {
    send: id => call(`sources/${id}`, { method: 'DELETE' }),
    apply: (sources, id) => sources.filter(one => one.id !== id),
  })
  const ask = () => {
    if (confirm(say('knowledge.removeAsk', { name: source.location }))) remove.mutate(source.id)
  }
  return (
    <div>
      <Group gap={4} justify="flex-end">
        {mayPages && onShow && (
          <Button size="compact-xs" variant="default" onClick={onShow}>
            {say('knowledge.passages')}
          </Button>
        )}
        {maySync && (
          <Button size="compact-xs" variant="default" loading={sync.isPending} onClick={() => sync.mutate()}>
            {say('knowledge.sync')}
          </Button>
        )}
        {mayRemove && (
          <DangerButton size="compact-xs" onClick={ask}>
            {say('knowledge.remove')}
          </DangerButton>
        )}
      </Group>
      <Refused error={sync.error ?? remove.error} />
    </div>
  )
}

/** How far the reading is, as long as it goes on. */
function HowFar({ jobId }: { jobId: string }) {
  const say = useTexts()
  const job = useQuery({
    queryKey: ['job', jobId],
    queryFn: () => call<Job>(`jobs/${jobId}`),
    refetchInterval: ({ state }) =>
      state.data?.state === 'done' || state.data?.state === 'dead' ? false : JOB_MS,
  })
  const progress = job.data?.progress
  if (!progress || job.data?.state === 'done') return null
  const { done, total, note = '' } = progress
  return (
    <>
      <Progress
        mt="xs"
        aria-label={say('knowledge.progress')}
        value={total ? (100 * done) / total : 100}
        animated={!total}
      />
      <Text size="xs" c="dimmed">
        {note} {done}
        {total === null ? '' : ` / ${total}`}
      </Text>
    </>
  )
}

function Failures({ source: { failures } }: { source: Source }) {
  const say = useTexts()
  if (failures.length === 0) return null
  return (
    <Spoiler mt="xs" maxHeight={64} showLabel={say('knowledge.all')} hideLabel={say('knowledge.less')}>
      <Text size="sm" fw={600}>
        {say('knowledge.failures', { count: failures.length })}
      </Text>
      {failures.map(({ path, reason }) => (
        <Text key={path} size="xs" className="plain">
          {path}: {reason}
        </Text>
      ))}
    </Spoiler>
  )
}
