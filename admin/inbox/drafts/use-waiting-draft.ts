import { type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Draft } from '../../../src/contract/draft-api.ts'
import { call } from '../../api/client.ts'
import { useMay } from '../../shell/account.ts'
import { renewInbox } from '../renew-inbox.ts'

/** Below the conversation's own key, so that whatever makes that old makes its draft old as well. */
const keyOf = (conversationId: string) => ['conversation', conversationId, 'draft']

/** The draft of a conversation that waits to be sent; null: there is none; `undefined`: not known yet. */
export function useWaitingDraft(conversationId: string): Draft | null | undefined {
  const mayRead = [useMay('draft:read'), useMay('message:read')].every(Boolean)
  const found = useQuery({
    queryKey: keyOf(conversationId),
    queryFn: async () => {
      const query = new URLSearchParams({ conversationId, limit: '1' })
      const { drafts } = await call<{ drafts: Draft[] }>(`desk/drafts?${query}`)
      return drafts[0] ?? null
    },
    enabled: mayRead,
  })
  return found.data
}

/** Puts another draft in its place, or none: what was just sent must not be offered again while it is asked for. */
export function showDraft(queries: QueryClient, conversationId: string, draft: Draft | null): void {
  queries.setQueryData<Draft | null>(keyOf(conversationId), draft)
}

/** Drops a draft for everybody; it is back when the server says no. */
export function useDropDraft(conversationId: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ id }: Draft) => call(`desk/drafts/${id}`, { method: 'DELETE' }),
    onMutate: () => showDraft(queries, conversationId, null),
    onError: (_error, draft) => showDraft(queries, conversationId, draft),
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: keyOf(conversationId) })
      renewInbox(queries, [conversationId])
    },
  })
}
