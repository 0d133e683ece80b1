import type { InboxFilter } from '../../src/contract/desk-api.ts'

/** A view of the inbox, by its name in the API. */
export type View = InboxFilter['view']
