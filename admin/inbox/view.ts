import type { InboxFilter } from '../../src/contract/desk-api.ts'

/** A view of the inbox, by its name in the API. */
export type View = InboxFilter['view']

/** A filter as the query of the API. */
export function queryOf(filter: InboxFilter): string {
  const query = new URLSearchParams(
    Object.entries(filter).filter((entry): entry is [string, string] => Boolean(entry[1])),
  )
  // The same filter, in whatever order it was kept, is one view.
  query.sort()
  return query.toString()
}

export const isSame = (one: InboxFilter, other: InboxFilter): boolean => queryOf(one) === queryOf(other)
