import { Button, NavLink, Skeleton, Stack, Text } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Page, PagePassages, Source } from '../../src/contract/operator-api.ts'
import { call } from '../api/client.ts'
import { Failed } from '../shell/failed.tsx'
import { Sheet } from '../shell/sheet.tsx'
import { useTexts } from '../texts/index.ts'

const AT_ONCE = 100

/** The pages of a source, and what a page was cut into: what the search can find. */
export function Passages({ source, onClose }: { source: Source; onClose: () => void }) {
  const say = useTexts()
  const [page, setPage] = useState<Page>()
  return (
    <Sheet onClose={onClose} size="lg" title={page ? page.title : source.location}>
      {page ? (
        <>
          <Button size="compact-sm" variant="subtle" mb="sm" onClick={() => setPage(undefined)}>
            {say('knowledge.backToPages')}
          </Button>
          <OfPage pageId={page.id} />
        </>
      ) : (
        <Pages sourceId={source.id} onChoose={setPage} />
      )}
    </Sheet>
  )
}

function Pages({ sourceId, onChoose }: { sourceId: string; onChoose: (page: Page) => void }) {
  const say = useTexts()
  const pages = useInfiniteQuery({
    queryKey: ['pages', sourceId],
    queryFn: async ({ pageParam }) =>
      (
        await call<{ pages: Page[] }>(
          `sources/${sourceId}/pages?limit=${AT_ONCE}${pageParam ? `&after=${encodeURIComponent(pageParam)}` : ''}`,
        )
      ).pages,
    initialPageParam: '',
    getNextPageParam: last => (last.length === AT_ONCE ? last.at(-1)?.path : undefined),
  })
  if (pages.isLoadingError) return <Failed retry={() => void pages.refetch()} />
  if (!pages.data) return <Skeleton h={200} />
  const all = pages.data.pages.flat()
  if (all.length === 0) return <Text c="dimmed">{say('knowledge.noPages')}</Text>
  return (
    <>
      {all.map(page => (
        <NavLink
          key={page.id}
          component="button"
          label={page.title}
          description={`${page.path} · ${page.language}`}
          onClick={() => onChoose(page)}
        />
      ))}
      {pages.hasNextPage && (
        <Button variant="subtle" fullWidth onClick={() => void pages.fetchNextPage()}>
          {say('inbox.more')}
        </Button>
      )}
    </>
  )
}

function OfPage({ pageId }: { pageId: string }) {
  const say = useTexts()
  const found = useQuery({
    queryKey: ['passages', pageId],
    queryFn: () => call<PagePassages>(`pages/${pageId}/passages`),
  })
  if (found.isLoadingError) return <Failed retry={() => void found.refetch()} />
  if (!found.data) return <Skeleton h={200} />
  return (
    <Stack>
      {found.data.passages.map(({ id, headingPath, text, startLine, endLine }) => (
        <section key={id} aria-label={headingPath.join(' › ')}>
          <Text size="xs" c="dimmed">
            {headingPath.join(' › ')} · {say('knowledge.lines', { from: startLine, to: endLine })}
          </Text>
          <Text size="sm" className="passage">
            {text}
          </Text>
        </section>
      ))}
    </Stack>
  )
}
