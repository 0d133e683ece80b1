import { type QueryClient, useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useRef } from 'react'
import type { Activity, Doing } from '../../src/contract/activity.ts'
import { activityMs } from '../../src/contract/choices.ts'
import { call } from '../api/client.ts'
import { useMay } from '../shell/account.ts'

const keyOf = (conversationId: string) => ['activity', conversationId]
const whoOf = ({ by, memberId }: Activity) => memberId ?? by

/** Takes in what the live stream tells; it is forgotten when its time is over. */
export function noteActivity(queries: QueryClient, told: Activity): void {
  const key = keyOf(told.conversationId)
  const put = (next: readonly Activity[]) =>
    queries.setQueryData<Activity[]>(key, (known = []) => [
      ...known.filter(one => whoOf(one) !== whoOf(told)),
      ...next,
    ])
  if (told.doing === 'nothing') return void put([])
  put([told])
  setTimeout(() => {
    if (queries.getQueryData<Activity[]>(key)?.includes(told)) put([])
  }, activityMs[told.doing])
}

/** Who else is in a conversation just now. */
export function usePresent(conversationId: string): Activity[] {
  const told = useQuery<Activity[]>({
    ...{ queryKey: keyOf(conversationId), queryFn: () => [], initialData: [] },
    staleTime: Number.POSITIVE_INFINITY,
  })
  return told.data
}

const tell = (id: string, doing: Doing) =>
  void call(`desk/conversations/${id}/activity`, { method: 'PUT', body: { doing } }).catch(() => undefined)

/** Tells colleagues that this conversation is on the screen, as long as it is. */
export function useViewing(id: string): void {
  useEffect(() => {
    const look = () => document.visibilityState === 'visible' && tell(id, 'viewing')
    look()
    const timer = setInterval(look, activityMs.viewing * 0.7)
    return () => {
      clearInterval(timer)
      tell(id, 'nothing')
    }
  }, [id])
}

/** Tells, now and then while somebody types, that they do; and that they have stopped when the field is empty. */
export function useTyping(id: string): (typing: boolean) => void {
  const mayReply = useMay('conversation:reply')
  const toldAt = useRef(0)
  return useCallback(
    typing => {
      if (!mayReply) return
      const due = Date.now() - toldAt.current > activityMs.typing / 3
      if (typing ? !due : toldAt.current === 0) return
      toldAt.current = typing ? Date.now() : 0
      tell(id, typing ? 'typing' : 'nothing')
    },
    [id, mayReply],
  )
}
