import { type InfiniteData, useMutation, useQueryClient } from '@tanstack/react-query'
import type {
  ChangeConversation,
  DeskConversation,
  InboxLine,
  InboxPage,
} from '../../src/contract/desk-api.ts'
import { call } from '../api/client.ts'
import { sendNow } from './held-replies.ts'
import { renewInbox } from './renew-inbox.ts'

/**
 * Changes conversations: what is shown changes at once, and goes back when the server refuses it. One alone or many go
 * through the same way.
 */
export function useChange() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async ({ ids, changes }: { ids: readonly string[]; changes: ChangeConversation }) => {
      await Promise.all(ids.map(sendNow))
      const [id] = ids
      await (ids.length === 1
        ? call(`desk/conversations/${id}`, { method: 'PATCH', body: changes })
        : call('desk/conversations', { method: 'PATCH', body: { ids, changes } }))
    },
    onMutate: async ({ ids, changes }) => {
      await queries.cancelQueries({ queryKey: ['inbox'] })
      const lists = queries.getQueriesData<InfiniteData<InboxPage>>({ queryKey: ['inbox'] })
      const panes = ids.map(
        id => [['conversation', id], queries.getQueryData<DeskConversation>(['conversation', id])] as const,
      )
      const apply = (line: InboxLine) => (ids.includes(line.id) ? changed(line, changes) : line)
      for (const [key, list] of lists) if (list) queries.setQueryData(key, mapLines(list, apply))
      for (const [key, pane] of panes)
        if (pane) queries.setQueryData(key, { ...pane, line: apply(pane.line) })
      return [...lists, ...panes]
    },
    onError: (_error, _given, before) => {
      for (const [key, data] of before ?? []) if (data) queries.setQueryData(key, data)
    },
    onSettled: (_data, _error, { ids }) => {
      renewInbox(queries, ids)
      for (const id of ids) void queries.invalidateQueries({ queryKey: ['conversation', id] })
    },
  })
}

function mapLines(list: InfiniteData<InboxPage>, apply: (line: InboxLine) => InboxLine) {
  const pages = list.pages.map(page => ({ ...page, conversations: page.conversations.map(apply) }))
  return { ...list, pages }
}

/** A line as it will be. */
function changed(line: InboxLine, { labelIds, subject: _, ...changes }: ChangeConversation): InboxLine {
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
  return { ...line, ...given, ...(labelIds ? { labels: labelIds } : {}) }
}

/** Something else done with one conversation, after which it is shown as it is then, also when it was refused. */
export function useAct(id: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async ([path, method, body]: [string, 'POST' | 'PUT' | 'DELETE', object]) => {
      await sendNow(id)
      await call(`desk/conversations/${id}/${path}`, { method, body })
    },
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: ['conversation'] })
      renewInbox(queries, [id])
    },
  })
}
