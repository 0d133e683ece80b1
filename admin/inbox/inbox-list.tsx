import { Badge, Button, Group, Skeleton, Text, TextInput, UnstyledButton } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { InboxLine, InboxPage } from '../../src/contract/desk-api.ts'
import { call } from '../api/client.ts'
import { Failed } from '../shell/failed.tsx'
import { useTexts } from '../texts/index.ts'
import { ageOf, waitColour } from './ages.ts'
import type { View } from './view.ts'

/** The conversations of a view, the last changed first, or what a search found. */
export function InboxList({ view, chosen }: { view: View; chosen: string | undefined }) {
  const say = useTexts()
  const [search, setSearch] = useState('')
  const [words] = useDebouncedValue(search.trim(), 250)
  return (
    <section className="list pane" aria-label={say('inbox.list')}>
      <TextInput
        p="xs"
        type="search"
        aria-label={say('inbox.search')}
        placeholder={say('inbox.search')}
        value={search}
        onChange={event => setSearch(event.currentTarget.value)}
      />
      <div className="scroll">{words ? <Found words={words} /> : <Lines view={view} chosen={chosen} />}</div>
    </section>
  )
}

function Lines({ view, chosen }: { view: View; chosen: string | undefined }) {
  const say = useTexts()
  const pages = useInfiniteQuery({
    queryKey: ['inbox', view],
    queryFn: ({ pageParam }) =>
      call<InboxPage>(
        `desk/conversations?view=${view}&limit=50${pageParam ? `&after=${encodeURIComponent(pageParam)}` : ''}`,
      ),
    initialPageParam: '',
    getNextPageParam: page => page.next,
  })
  if (pages.isError) return <Failed retry={() => void pages.refetch()} />
  if (!pages.data) return <Skeleton h={60} m="xs" />
  const lines = pages.data.pages.flatMap(page => page.conversations)
  if (lines.length === 0)
    return (
      <Text p="md" c="dimmed" size="sm">
        {say('inbox.empty')}
      </Text>
    )
  return (
    <>
      {lines.map(line => (
        <Line key={line.id} line={line} chosen={line.id === chosen} />
      ))}
      {pages.hasNextPage && (
        <Button
          variant="subtle"
          fullWidth
          loading={pages.isFetchingNextPage}
          onClick={() => void pages.fetchNextPage()}
        >
          {say('inbox.more')}
        </Button>
      )}
    </>
  )
}

function Line({ line, chosen }: { line: InboxLine; chosen: boolean }) {
  const say = useTexts()
  const name = line.contact?.name ?? line.contact?.email ?? say('inbox.nobody')
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
        {line.priority !== 'normal' && (
          <Badge size="sm" variant="outline" color={line.priority === 'low' ? 'gray' : 'red'}>
            {say(`priority.${line.priority}`)}
          </Badge>
        )}
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
  if (found.isError) return <Failed retry={() => void found.refetch()} />
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
