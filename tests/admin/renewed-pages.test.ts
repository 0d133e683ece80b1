import { expect, test } from 'vitest'
import { pagesToRenew, renewedPages } from '../../admin/inbox/renewed-pages.ts'
import type { InboxLine, InboxPage } from '../../src/contract/desk-api.ts'

const line = (id: string, unread = 0) => ({ id, unread }) as InboxLine
const page = (next: string | null, ...ids: string[]): InboxPage => ({
  ...{ conversations: ids.map(id => line(id)), next, lastEvent: 1 },
})
const list = {
  pages: [page('b', 'a', 'b'), page('d', 'c', 'd'), page(null, 'e')],
  pageParams: ['', 'b', 'd'],
}
const idsOf = ({ pages }: { pages: InboxPage[] }) =>
  pages.map(({ conversations }) => conversations.map(({ id }) => id).join(''))

test('only the top and the pages that hold what changed are asked for again', () => {
  expect(pagesToRenew(list, new Set(['d']))).toEqual([0, 1])
  expect(pagesToRenew(list, new Set(['new']))).toEqual([0])
})

test('what moved to the top is there alone, and what it pushed out of the top stays below it', () => {
  const renewed = new Map([
    [0, page('a', 'd', 'a')],
    [1, page('e', 'c', 'e')],
  ])
  const after = renewedPages(list, renewed, new Set(['d']))
  expect(idsOf(after)).toEqual(['dab', 'ce', ''])
  expect(after.pages.map(({ next }) => next)).toEqual(['b', 'e', null])
})

test('what is no longer in the view is gone, from the top as from below', () => {
  const renewed = new Map([
    [0, page('c', 'b', 'c')],
    [1, page('e', 'c', 'e')],
  ])
  expect(idsOf(renewedPages(list, renewed, new Set(['a', 'd'])))).toEqual(['bc', 'e', ''])
})

test('a line that changed in its place is shown as it is now', () => {
  const below = { ...page('d', 'c'), conversations: [line('c'), line('d', 3)] }
  const renewed = new Map([
    [0, page('b', 'a', 'b')],
    [1, below],
  ])
  const after = renewedPages(list, renewed, new Set(['d']))
  expect(idsOf(after)).toEqual(['ab', 'cd', 'e'])
  expect(after.pages[1]?.conversations[1]?.unread).toBe(3)
})
