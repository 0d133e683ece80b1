import { type QueryClient, useQuery } from '@tanstack/react-query'
import type { EventData } from '../../src/contract/events.ts'
import type { LiveEvent } from '../api/live.ts'

/** What the bot has written of an answer so far. */
interface Written {
  turnId: string
  attempt: number
  sentences: readonly string[]
}

const keyOf = (conversationId: string) => ['writing', conversationId]

/**
 * Takes in a sentence of an answer as it comes; a later attempt begins anew, and the end of the turn clears it, since the
 * message is there then.
 * @returns whether the event told nothing else.
 */
export function noteWriting(queries: QueryClient, { name, conversationId, data }: LiveEvent): boolean {
  if (!conversationId) return false
  const key = keyOf(conversationId)
  if (name === 'turn.ended' || name === 'message.sent' || name === 'holder.changed')
    queries.setQueryData<Written | null>(key, null)
  if (name !== 'answer.streamed') return false
  const { turnId, attempt, index, sentence } = data as Partial<EventData<'answer.streamed'>>
  // Without the right to read what is said only that something is.
  if (!turnId || attempt === undefined || index === undefined || !sentence) return true
  queries.setQueryData<Written | null>(key, known => {
    const same = known?.turnId === turnId && known.attempt === attempt
    if (same && index < known.sentences.length) return known
    return { turnId, attempt, sentences: [...(same ? known.sentences : []), sentence.text] }
  })
  return true
}

/** The sentences of the answer that is being written. */
export function useWriting(conversationId: string): readonly string[] {
  const { data } = useQuery<Written | null>({
    ...{ queryKey: keyOf(conversationId), queryFn: () => null, initialData: null },
    staleTime: Number.POSITIVE_INFINITY,
  })
  return data?.sentences ?? []
}
