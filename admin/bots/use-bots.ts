import { useQuery } from '@tanstack/react-query'
import { call } from '../api/client.ts'
import type { Bot } from './bot.ts'

export const botsKey = ['bots']

/** The bots of the workspace, with their settings. */
export function useBots() {
  return useQuery({
    queryKey: botsKey,
    queryFn: async () => (await call<{ bots: Bot[] }>('bots')).bots,
  })
}
