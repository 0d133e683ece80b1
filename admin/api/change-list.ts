import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query'

/**
 * A change of a list that is shown before the server has said yes, and taken back when it says no.
 * `send` does it, `apply` gives the list as it will be.
 */
export function useChangeList<Line, Given>(
  queryKey: QueryKey,
  {
    send,
    apply,
  }: { send: (given: Given) => Promise<unknown>; apply: (lines: Line[], given: Given) => Line[] },
) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: send,
    onMutate: async (given: Given) => {
      await queries.cancelQueries({ queryKey })
      const before = queries.getQueryData<Line[]>(queryKey)
      if (before) queries.setQueryData(queryKey, apply(before, given))
      return before
    },
    onError: (_error, _given, before) => {
      if (before) queries.setQueryData(queryKey, before)
    },
    onSettled: () => queries.invalidateQueries({ queryKey }),
  })
}
