import { Badge, Checkbox, Group, Skeleton, Text, TextInput, UnstyledButton } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { InboxFilter, InboxLine } from '../../src/contract/desk-api.ts'
import { call } from '../api/client.ts'
import { useMay } from '../shell/account.ts'
import { Failed } from '../shell/failed.tsx'
import { useTexts } from '../texts/index.ts'
import { ageOf, waitColour } from './ages.ts'
import { BulkBar } from './bulk-bar.tsx'
import { FilterBar } from './filter-bar.tsx'
import { useLabels } from './labels.ts'
import { inboxPage } from './renew-inbox.ts'
import { queryOf } from './view.ts'

/** The conversations of a view, the last changed first, or what a search found. */
export function InboxList(props: {
  filter: InboxFilter
  onFilter: (filter: InboxFilter) => void
  chosen: string | undefined
}) {
  const say = useTexts()
  const [search, setSearch] = useState('')
  const [words] = useDebouncedValue(search.trim(), 250)
  return (
    <section className="list pane" aria-label={say('inbox.list')}>
      <TextInput
        p="xs"
        type="search"
        data-command="search"
        aria-label={say('inbox.search')}
        placeholder={say('inbox.search')}
        value={search}
        onChange={event => setSearch(event.currentTarget.value)}
      />
      {words ? (
        <div className="scroll">
          <Found words={words} />
        </div>
      ) : (
        <>
          <FilterBar filter={props.filter} onChange={props.onFilter} />
          <Lines key={queryOf(props.filter)} filter={props.filter} chosen={props.chosen} />
        </>
      )}
    </section>
  )
}

const LINE_PX = 92

/** Only what is on the screen is in the document, however many lines there are; more are fetched as one scrolls. */
function Lines({ filter, chosen }: { filter: InboxFilter; chosen: string | undefined }) {
  const say = useTexts()
  const query = queryOf(filter)
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set())
  const mayChange = useMay('conversation:update')
  const pages = useInfiniteQuery({
    queryKey: ['inbox', query],
    queryFn: ({ pageParam }) => inboxPage(query, pageParam),
    initialPageParam: '',
    getNextPageParam: page => page.next,
  })
  const scroller = useRef<HTMLDivElement>(null)
  const lines = useMemo(() => pages.data?.pages.flatMap(page => page.conversations) ?? [], [pages.data])
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_PX,
    getItemKey: at => lines[at]?.id ?? at,
    overscan: 6,
  })
  const shown = rows.getVirtualItems()
  const last = shown.at(-1)?.index ?? 0
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = pages
  useEffect(() => {
    if (last >= lines.length - 20 && hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [last, lines.length, hasNextPage, isFetchingNextPage, fetchNextPage])
  const pick = (id: string) =>
    setPicked(before => {
      const next = new Set(before)
      if (!next.delete(id)) next.add(id)
      return next
    })
  if (pages.isLoadingError) return <Failed retry={() => void pages.refetch()} />
  return (
    <>
      <BulkBar ids={[...picked]} onDone={() => setPicked(new Set())} />
      <div className="scroll" ref={scroller}>
        {!pages.data && <Skeleton h={60} m="xs" />}
        {pages.data && lines.length === 0 && (
          <Text p="md" c="dimmed" size="sm">
            {say('inbox.empty')}
          </Text>
        )}
        <div style={{ blockSize: rows.getTotalSize(), position: 'relative' }}>
          {shown.map(({ key, index, start }) => {
            const line = lines[index]!
            return (
              <div
                key={key}
                data-index={index}
                ref={rows.measureElement}
                className="row"
                style={{ transform: `translateY(${start}px)` }}
              >
                {mayChange && (
                  <Checkbox
                    size="xs"
                    aria-label={say('bulk.pick', { name: nameOf(line) ?? say('inbox.nobody') })}
                    checked={picked.has(line.id)}
                    onChange={() => pick(line.id)}
                  />
                )}
                <Line line={line} chosen={line.id === chosen} />
              </div>
            )
          })}
        </div>
      </div>
    </>
  )
}

const nameOf = ({ contact }: InboxLine) => contact?.name ?? contact?.email

function Line({ line, chosen }: { line: InboxLine; chosen: boolean }) {
  const say = useTexts()
  const name = nameOf(line) ?? say('inbox.nobody')
  const labels = useLabels()
  return (
    <UnstyledButton component={Link} className="line" aria-current={chosen} to={`/inbox/${line.id}`}>
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Text size="sm" fw={line.unread > 0 ? 700 : 500} truncate>
          {name}
        </Text>
        <Text size="xs" c="dimmed">
          {ageOf(line.updatedAt)}
        </Text>
      </Group>
      <Text size="sm" c="dimmed" truncate dir="auto">
        {line.lastMessage?.text}
      </Text>
      <Group gap={6} mt={4}>
        {line.waitingSince && (
          <Badge size="sm" variant="light" color={waitColour(line.waitingSince)}>
            {say('inbox.waiting', { time: ageOf(line.waitingSince) })}
          </Badge>
        )}
        {line.unread > 0 && (
          <Badge size="sm" variant="filled">
            {say('inbox.unread', { count: line.unread })}
          </Badge>
        )}
        {line.draftWaits && (
          <Badge size="sm" variant="light">
            {say('draft.title')}
          </Badge>
        )}
        {line.mentioned && (
          <Badge size="sm" variant="filled" color="grape">
            {say('inbox.named')}
          </Badge>
        )}
        {line.priority !== 'normal' && (
          <Badge size="sm" variant="outline" color={line.priority === 'low' ? 'gray' : 'red'}>
            {say(`priority.${line.priority}`)}
          </Badge>
        )}
        {labels.data
          ?.filter(({ id }) => line.labels.includes(id))
          .map(({ id, name: label }) => (
            <Badge key={id} size="sm" variant="outline" color="gray">
              {label}
            </Badge>
          ))}
      </Group>
    </UnstyledButton>
  )
}

function Found({ words }: { words: string }) {
  const say = useTexts()
  const found = useQuery({
    queryKey: ['search', words],
    queryFn: () =>
      call<{ results: { conversationId: string; messageId: string; text: string; at: string }[] }>(
        `desk/search?q=${encodeURIComponent(words)}`,
      ),
  })
  if (found.isLoadingError) return <Failed retry={() => void found.refetch()} />
  if (!found.data) return <Skeleton h={60} m="xs" />
  if (found.data.results.length === 0)
    return (
      <Text p="md" c="dimmed" size="sm">
        {say('inbox.notFound')}
      </Text>
    )
  return found.data.results.map(({ conversationId, messageId, text, at }) => (
    <UnstyledButton key={messageId} component={Link} className="line" to={`/inbox/${conversationId}`}>
      <Text size="xs" c="dimmed">
        {ageOf(at)}
      </Text>
      <Text size="sm" lineClamp={2} dir="auto">
        {text}
      </Text>
    </UnstyledButton>
  ))
}
