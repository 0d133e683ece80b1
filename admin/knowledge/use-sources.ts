import { useQuery } from '@tanstack/react-query'
import type { Source } from '../../src/contract/operator-api.ts'
import { call } from '../api/client.ts'

export const sourcesKey = ['sources']
const LOOK_AGAIN_MS = 1_000

/** The sources, looked at again while one of them is being read. */
export function useSources() {
  return useQuery({
    queryKey: sourcesKey,
    queryFn: async () => (await call<{ sources: Source[] }>('sources')).sources,
    refetchInterval: ({ state }) =>
      state.data?.some(source => source.state === 'new' || source.state === 'syncing')
        ? LOOK_AGAIN_MS
        : false,
  })
}
