import { useQuery } from '@tanstack/react-query'
import type { Page } from '../../src/contract/operator-api.ts'
import { call } from '../api/client.ts'
import { useSources } from './use-sources.ts'

/** As many of one source as can be asked for at once: a choice among more needs a search. */
const OF_A_SOURCE = 500

/** The pages of all sources, to choose one from. */
export function usePages() {
  const sources = useSources()
  const ids = sources.data?.map(({ id }) => id) ?? []
  return useQuery({
    queryKey: ['pages', 'of-all', ids],
    enabled: sources.isSuccess,
    queryFn: async () => {
      const lists = await Promise.all(
        ids.map(id => call<{ pages: Page[] }>(`sources/${id}/pages?limit=${OF_A_SOURCE}`)),
      )
      return lists.flatMap(({ pages }) => pages)
    },
  })
}
