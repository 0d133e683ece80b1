import { useQuery } from '@tanstack/react-query'
import { call } from '../api/client.ts'

export const secretsKey = ['secrets']

/** Which secrets of the workspace are set, and since when. */
export const useSecrets = () =>
  useQuery({
    queryKey: secretsKey,
    queryFn: async () => (await call<{ secrets: { name: string; updatedAt: string }[] }>('secrets')).secrets,
  })
