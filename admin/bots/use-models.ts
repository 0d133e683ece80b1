import { useQuery } from '@tanstack/react-query'
import type { ModelList } from '../../src/contract/operator-api.ts'
import { call } from '../api/client.ts'
import { useMay } from '../shell/account.ts'

export const modelsKey = ['models']

/** The models a bot uses as they are set now, and whose keys they are asked with. */
export function useModels(botId: string) {
  const enabled = useMay('model:read')
  return useQuery({
    queryKey: [...modelsKey, botId],
    queryFn: () => call<ModelList>(`models?botId=${encodeURIComponent(botId)}`),
    enabled,
  })
}
