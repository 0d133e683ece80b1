/** A word of a question that no page holds, as written, and the word of the pages that is nearest to it. */
export interface NearWord {
  word: string
  near: string
}

/** Counts the words of an index as they are written, and finds those a misspelt word may mean. */
export class NearWords {
  /** By length, since a near word is at most two letters longer or shorter. */
  readonly #counts = new Map<number, Map<string, number>>()

  /** Entries held, for estimates of memory. */
  get size(): number {
    return [...this.#counts.values()].reduce((sum, words) => sum + words.size, 0)
  }

  /** Counts a passage's distinct words: `by` 1 when it comes, -1 when it goes. */
  count(words: Iterable<string>, by: 1 | -1): void {
    for (const word of words) {
      if (!plainWord.test(word)) continue
      const counts = this.#counts.get(word.length) ?? new Map<string, number>()
      const now = (counts.get(word) ?? 0) + by
      if (now > 0) counts.set(word, now)
      else counts.delete(word)
      this.#counts.set(word.length, counts)
    }
  }

  /**
   * The word of the index that `word` (lower case) is nearest to: one letter wrong, missing, too many or two swapped,
   * and two such slips from eight letters on. Fewer slips, then the same first letter, then the more frequent wins.
   */
  nearest(word: string): string | undefined {
    if (!plainWord.test(word)) return undefined
    const most = word.length >= long ? 2 : 1
    let best: { word: string; rank: number } | undefined
    for (let length = word.length - most; length <= word.length + most; length++)
      for (const [other, count] of this.#counts.get(length) ?? []) {
        const sameStart = other.startsWith(word.charAt(0))
        if (!sameStart && word.length < sureLength) continue
        const slips = slipsBetween(word, other, most)
        if (slips > most) continue
        const rank = slips * 2e9 + (sameStart ? 0 : 1e9) - count
        if (!best || rank < best.rank || (rank === best.rank && other < best.word))
          best = { word: other, rank }
      }
    return best?.word
  }
}

/** Letters only, four at least: shorter words are near to too many, and numbers and codes are never misspelt words. */
const plainWord = /^\p{L}[\p{L}\p{M}]{3,}$/u
/** From this length on two slips are allowed. */
const long = 8
/** From this length on the first letter may be the wrong one. */
const sureLength = 6

/** Damerau's distance with no letter moved twice (optimal string alignment); more than `most` is only told as more. */
function slipsBetween(one: string, other: string, most: number): number {
  let before: number[] = []
  let last = Array.from({ length: other.length + 1 }, (_, at) => at)
  for (let i = 1; i <= one.length; i++) {
    const row = [i]
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1]
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]
      row[j] = Math.min(
        (last[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (last[j - 1] ?? 0) + (same ? 0 : 1),
        swapped ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      )
    }
    if (Math.min(...row) > most) return most + 1
    ;[before, last] = [last, row]
  }
  return last[other.length] ?? 0
}
