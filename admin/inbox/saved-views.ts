import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { SavedView } from '../../src/contract/desk-api.ts'
import { useChangeList } from '../api/change-list.ts'
import { call } from '../api/client.ts'
import { useMay } from '../shell/account.ts'

const queryKey = ['views']

/** The filters that were kept, by oneself or for all. */
export function useSavedViews() {
  const queries = useQueryClient()
  const views = useQuery({
    queryKey,
    queryFn: async () => (await call<{ views: SavedView[] }>('views')).views,
    staleTime: 60_000,
    enabled: useMay('view:read'),
  })
  const create = useMutation({
    mutationFn: (body: Omit<SavedView, 'id'>) => call<SavedView>('views', { method: 'POST', body }),
    onSettled: () => queries.invalidateQueries({ queryKey }),
  })
  const remove = useChangeList<SavedView, SavedView>(queryKey, {
    send: view => call(`views/${view.id}`, { method: 'DELETE' }),
    apply: (all, gone) => all.filter(({ id }) => id !== gone.id),
  })
  return { views, create, remove }
}
