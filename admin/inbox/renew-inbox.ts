import type { InfiniteData, Query, QueryClient } from '@tanstack/react-query'
import type { InboxPage } from '../../src/contract/desk-api.ts'
import { call } from '../api/client.ts'
import { pagesToRenew, renewedPages } from './renewed-pages.ts'

const PAUSE_MS = 250
const waiting = new Set<string>()
let isPlanned = false

/** A page of a view, the first one without a cursor. */
export const inboxPage = (query: string, after = '') =>
  call<InboxPage>(`desk/conversations?${query}&limit=100${after && `&after=${encodeURIComponent(after)}`}`)

/**
 * Shows conversations in the lists as they are now, and counts anew. Many at once are looked for together, and of a list that
 * was scrolled far only the pages in question are asked for again: a hundred for each event would keep the server busy.
 */
export function renewInbox(queries: QueryClient, ids: readonly string[]): void {
  for (const id of ids) waiting.add(id)
  if (isPlanned) return
  isPlanned = true
  setTimeout(() => {
    isPlanned = false
    const changed = new Set(waiting)
    waiting.clear()
    void renew(queries, changed)
  }, PAUSE_MS)
}

async function renew(queries: QueryClient, changed: ReadonlySet<string>): Promise<void> {
  const isLong = (query: Query) => query.isActive() && (listOf(query)?.pages?.length ?? 0) > 1
  const long = queries.getQueryCache().findAll({ queryKey: ['inbox'], predicate: isLong })
  void queries.invalidateQueries({ queryKey: ['counts'] })
  void queries.invalidateQueries({ queryKey: ['inbox'], predicate: query => !long.includes(query) })
  await Promise.all(long.map(query => renewPages(queries, query, changed)))
}

async function renewPages(queries: QueryClient, query: Query, changed: ReadonlySet<string>): Promise<void> {
  const list = listOf(query)!
  const ask = async (at: number) =>
    [at, await inboxPage(String(query.queryKey[1]), String(list.pageParams[at] ?? ''))] as const
  // Without an answer the server is away; all is asked for again when the stream is back.
  const renewed = await Promise.all(pagesToRenew(list, changed).map(ask)).catch(() => undefined)
  if (!renewed) return
  // A page that came meanwhile, or is on its way, would put back what this takes out.
  if (query.state.fetchStatus === 'fetching' || listOf(query)?.pages.length !== list.pages.length)
    return renewInbox(queries, [...changed])
  queries.setQueryData(query.queryKey, renewedPages(listOf(query)!, new Map(renewed), changed))
}

const listOf = ({ state }: Query) => state.data as InfiniteData<InboxPage> | undefined
