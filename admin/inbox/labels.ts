import { useQuery } from '@tanstack/react-query'
import type { Label } from '../../src/contract/desk-api.ts'
import { call } from '../api/client.ts'
import { useMay } from '../shell/account.ts'

export const useLabels = () =>
  useQuery({
    queryKey: ['labels'],
    queryFn: async () => (await call<{ labels: Label[] }>('labels')).labels,
    staleTime: 60_000,
    enabled: useMay('label:read'),
  })
