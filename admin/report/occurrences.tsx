import { Anchor, Button, Skeleton, Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Figure, Occurrence, Occurrences as Page } from '../../src/contract/report-api.ts'
import { call } from '../api/client.ts'
import { Failed } from '../shell/failed.tsx'
import { Sheet } from '../shell/sheet.tsx'
import type { TextKey } from '../texts/en.ts'
import { useTexts } from '../texts/index.ts'
import { durationOf } from './duration.ts'

/** A number that was opened: of which figure, and of which reason or group of questions. */
export interface Asked {
  figure: Figure
  title: string
  detail?: string
  words?: string
}

const AT_ONCE = 50

/** What a number counts, newest first, each with its conversation. */
export function Occurrences({ asked, span, onClose }: { asked: Asked; span: string; onClose: () => void }) {
  const say = useTexts()
  const { figure, title, ...narrowed } = asked
  const which = new URLSearchParams({ figure, ...narrowed }).toString()
  const pages = useInfiniteQuery({
    queryKey: ['occurrences', span, which],
    queryFn: ({ pageParam }) =>
      call<Page>(`report/occurrences?${span}&${which}&limit=${AT_ONCE}&skip=${pageParam}`),
    initialPageParam: 0,
    getNextPageParam: ({ total }, all) => (all.length * AT_ONCE < total ? all.length * AT_ONCE : undefined),
  })
  const total = pages.data?.pages[0]?.total
  return (
    <Sheet onClose={onClose} title={total === undefined ? title : `${title}: ${total}`}>
      {pages.isLoadingError && <Failed retry={() => void pages.refetch()} />}
      {pages.isPending && <Skeleton h={200} />}
      {total === 0 && <Text c="dimmed">{say('report.nothing')}</Text>}
      {pages.data?.pages
        .flatMap(({ occurrences }) => occurrences)
        .map(one => (
          <Line key={one.conversationId + one.at} one={one} figure={figure} />
        ))}
      {pages.hasNextPage && (
        <Button variant="subtle" fullWidth onClick={() => void pages.fetchNextPage()}>
          {say('inbox.more')}
        </Button>
      )}
    </Sheet>
  )
}

function Line({ one, figure }: { one: Occurrence; figure: Figure }) {
  const say = useTexts()
  const said = figure === 'asked' && one.detail ? outcome(one.detail) : undefined
  const reason = figure === 'handed-over' && one.detail ? (`reason.${one.detail}` as TextKey) : undefined
  const value = one.value === null ? '' : figure === 'rated' ? `${one.value} / 5` : durationOf(one.value)
  return (
    <div className="line">
      <Anchor component={Link} size="sm" to={`/inbox/${one.conversationId}`} className="plain">
        {one.text || (reason ? say(reason) : say('report.conversation'))}
      </Anchor>
      <Text size="xs" c="dimmed">
        {[new Date(one.at).toLocaleString(), said && say(said), value].filter(Boolean).join(' · ')}
      </Text>
    </div>
  )
}

const outcome = (detail: string): TextKey =>
  detail === 'failed' ? 'report.failed' : (`decision.${detail}` as TextKey)
