import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { AskedDraft, CopilotState, Reword, Reworded } from '../../../src/contract/copilot-api.ts'
import type { Asked } from '../../../src/contract/operator-api.ts'
import { call } from '../../api/client.ts'
import { showDraft } from '../drafts/use-waiting-draft.ts'

/** Whether words can be reworded here; `undefined` until the server has said so. */
export function useCopilotState(conversationId: string): CopilotState['rewording'] | undefined {
  const found = useQuery({
    queryKey: ['copilot', conversationId],
    queryFn: () => call<CopilotState>(`desk/conversations/${conversationId}/copilot`),
    staleTime: 60_000,
  })
  return found.data?.rewording
}

/** Lets the bot draft an answer to what is open; what comes of it stands above the composer. */
export function useDraftFromPages(conversationId: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => call<AskedDraft>(`desk/conversations/${conversationId}/drafts`, { method: 'POST' }),
    onSuccess: ({ draft }) => {
      if (draft) showDraft(queries, conversationId, draft)
    },
  })
}

/** Asks the pages a question of the member's own. */
export function useAskPages(conversationId: string) {
  return useMutation({
    mutationFn: (question: string) =>
      call<Asked>(`desk/conversations/${conversationId}/questions`, { method: 'POST', body: { question } }),
  })
}

/** Rewords what is written. */
export function useReword(conversationId: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (wanted: Reword) =>
      call<Reworded>(`desk/conversations/${conversationId}/rewording`, { method: 'POST', body: wanted }),
    // Its limit of the day may just have been reached.
    onError: () => queries.invalidateQueries({ queryKey: ['copilot'] }),
  })
}
