import type { InfiniteData } from '@tanstack/react-query'
import type { InboxPage } from '../../src/contract/desk-api.ts'

/** Which pages of a list have to be asked for again when conversations changed: the top, and those that hold one of them. */
export function pagesToRenew(list: InfiniteData<InboxPage>, changed: ReadonlySet<string>): number[] {
  const holds = ({ conversations }: InboxPage) => conversations.some(({ id }) => changed.has(id))
  return list.pages.flatMap((page, at) => (at === 0 || holds(page) ? [at] : []))
}

/**
 * A list with some of its pages as they are now. Those changed last come first, so a line may have come into the top from
 * anywhere: it is shown there alone. Lines that newer ones pushed out of the top stay below it, since no other page begins there.
 */
export function renewedPages(
  list: InfiniteData<InboxPage>,
  renewed: ReadonlyMap<number, InboxPage>,
  changed: ReadonlySet<string>,
): InfiniteData<InboxPage> {
  const seen = new Set<string>()
  const pages = list.pages.map((old, at) => {
    const page = renewed.get(at) ?? old
    const pushedOut = at === 0 && page !== old ? old.conversations.filter(({ id }) => !changed.has(id)) : []
    const conversations = [...page.conversations, ...pushedOut].filter(
      ({ id }) => !seen.has(id) && seen.add(id),
    )
    return { ...page, conversations, next: at === 0 ? old.next : page.next }
  })
  return { ...list, pages }
}
