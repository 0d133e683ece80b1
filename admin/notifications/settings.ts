import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type {
  ChangeNotificationSettings,
  NotificationSettings,
} from '../../src/contract/notifications-api.ts'
import { call } from '../api/client.ts'

const path = 'account/notifications'
const queryKey = ['notifications']

/** What whoever is signed in is told of. */
export const useNotificationSettings = () =>
  useQuery({ queryKey, queryFn: () => call<NotificationSettings>(path), staleTime: 60_000 })

/** Changes some of it. */
export function useChangeNotificationSettings() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (body: ChangeNotificationSettings) =>
      call<NotificationSettings>(path, { method: 'PATCH', body }),
    onSuccess: changed => queries.setQueryData(queryKey, changed),
  })
}
