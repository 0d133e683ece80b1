import type { Embedder } from '../../models/index.ts'
import type { NearWord } from '../index-memory/near-words.ts'
import type { PassageIndex } from '../index-memory/port.ts'

/** Reads misspelt words of a question as the near words of the pages. */
interface Reading {
  text: string
  corrections: NearWord[]
}

/**
 * The question with words that no page holds read as near words that pages do hold. Left as they are: words with
 * digits or marks, quoted ones, names, and words of the general language, which are what they are though no page
 * holds them.
 */
export async function readMisspelt(
  index: PassageIndex,
  embedder: Embedder,
  workspaceId: string,
  query: string,
): Promise<Reading> {
  const open = new Set(mayBeMisspelt(query))
  const near = open.size === 0 ? [] : ((await index.nearWords?.(workspaceId, query)) ?? [])
  const doubtful = near.filter(({ word }) => open.has(word))
  if (doubtful.length === 0) return { text: query, corrections: [] }
  const pieces = await embedder.countPieces?.(doubtful.map(({ word }) => word.toLowerCase()))
  const corrections = doubtful.filter((_, at) => pieces?.[at] !== 1)
  return { text: withCorrections(query, corrections), corrections }
}

/** A text with the corrections of a question put in. */
export function withCorrections(text: string, corrections: readonly NearWord[]): string {
  return corrections.reduce(
    (read, { word, near }) =>
      read.replace(new RegExp(`(?<![\\p{L}\\p{M}\\p{N}])${word}(?![\\p{L}\\p{M}\\p{N}])`, 'gu'), () => near),
    text,
  )
}

/** The words of a question, as written, that form does not mark as a code, a name or quoted. */
function mayBeMisspelt(query: string): string[] {
  const bare = query
    .replace(/[`"“”«»„][^`"“”«»„]{1,60}[`"“”«»„]/gu, ' ')
    .replace(/\S*(?:[@/\\_#]|\p{N}|[\p{L}][.:][\p{L}])\S*/gu, ' ')
  const found: string[] = []
  let opens = true
  for (const [token] of bare.matchAll(/[.!?:\n]|[\p{L}\p{M}]+(?:['’-][\p{L}\p{M}]+)*/gu)) {
    const isWord = /^[\p{L}\p{M}]+$/u.test(token)
    const isName = /\p{L}\p{Lu}/u.test(token) || (/^\p{Lu}/u.test(token) && !opens)
    if (isWord && !isName) found.push(token)
    opens = /^[.!?:\n]$/u.test(token)
  }
  return found
}
