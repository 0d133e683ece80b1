import { Skeleton, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { Source } from '../../src/contract/operator-api.ts'
import { useMay } from '../shell/account.ts'
import { Failed } from '../shell/failed.tsx'
import { useTexts } from '../texts/index.ts'
import { AddSource } from './add-source.tsx'
import { Passages } from './passages.tsx'
import { SourceCard } from './source-card.tsx'
import { useSources } from './use-sources.ts'

/** All sources, and the way to add one. */
export function Sources() {
  const say = useTexts()
  const sources = useSources()
  const mayAdd = useMay('source:create')
  const [shown, setShown] = useState<Source>()
  const [jobs, setJobs] = useState<Readonly<Record<string, string>>>({})
  const follow = (sourceId: string, jobId: string) => setJobs(known => ({ ...known, [sourceId]: jobId }))
  if (sources.isLoadingError) return <Failed retry={() => void sources.refetch()} />
  return (
    <Stack>
      {mayAdd && <AddSource onReading={follow} />}
      {sources.isPending && <Skeleton h={90} />}
      {sources.data?.length === 0 && <Text c="dimmed">{say('knowledge.none')}</Text>}
      {sources.data?.map(source => (
        <SourceCard
          key={source.id}
          source={source}
          jobId={jobs[source.id]}
          onReading={follow}
          onShow={() => setShown(source)}
        />
      ))}
      {shown && <Passages source={shown} onClose={() => setShown(undefined)} />}
    </Stack>
  )
}
