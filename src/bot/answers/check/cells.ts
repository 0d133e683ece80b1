import type { Clause, Statement } from './claims.ts'
import { denies } from './polarity.ts'
import { equal } from './same-quantities.ts'
import { sameIdea, type Word } from './words.ts'

/**
 * Whether the draft takes what stands in one cell of a table row for what stands under another heading: "free with
 * the Standard account" where only the cell of the Plus account says free.
 */
export function wrongCell(draft: Clause, { cells }: Statement): string | undefined {
  if (!cells || cells.length < 2) return undefined
  const used = cells.map(({ value }, at) => tells(draft, value, cells, at))
  const ratios = cells.map(({ header }) => namedShare(draft, header))
  const most = Math.max(...ratios)
  const named = ratios.map(ratio => ratio > 0 && (ratio === most || ratio === 1))
  const denied = denies(draft.words)
  for (const [at, cell] of cells.entries()) {
    if (named[at] && !used[at] && cells.some((_, other) => used[other] && !named[other]))
      return `stands under another heading: ${cell.header.text}`
    if (
      ratios[at] === most &&
      most > 0 &&
      !used[at] &&
      !used.some(Boolean) &&
      denies(cell.value.words) !== denied
    )
      return 'negation'
  }
  return undefined
}

/** Whether the draft says something that stands in this cell and in no other of the row. */
function tells(draft: Clause, value: Clause, cells: NonNullable<Statement['cells']>, at: number): boolean {
  const others = cells.filter((_, other) => other !== at)
  const amount = value.quantities.some(
    one =>
      draft.quantities.some(other => equal(one, other)) &&
      !others.some(other => other.value.quantities.some(found => equal(found, one))),
  )
  const word = value.words.some(
    one =>
      /\p{L}{2}/u.test(one.lower) &&
      says(draft, one) &&
      !others.some(other => other.value.words.some(found => found.stem === one.stem)),
  )
  return amount || word
}

/** How much of a heading the draft says. */
function namedShare(draft: Clause, header: Clause): number {
  return header.content.filter(word => says(draft, word)).length / Math.max(1, header.content.length)
}

function says(draft: Clause, word: Word): boolean {
  return draft.content.some(one => one.stem === word.stem || sameIdea(one, word))
}
