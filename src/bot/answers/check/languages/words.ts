/**
 * What one language turns, bounds and conditions a claim with. Alternatives are separated by `|`; `*` stands for any
 * ending. A form that a language writes as an ending of another word (`-maz`, `ません`) is given as a pattern.
 */
export interface LanguageWords {
  negators: string
  /** Forms that deny by their ending, over a whole text. */
  denying?: RegExp
  only: string
  partial: string
  whole: string
  must: string
  may: string
  /** What opens a condition, or closes one where a language puts it last. */
  conditions: string
  exceptions: string
  concessions: string
  sooner: string
  later: string
  /** In front of an amount, and behind one: at most and at least, and those that leave the amount itself out. */
  upper: string
  lower: string
  upperBehind?: string
  lowerBehind?: string
  strict: string
  either: string
  both: string
  verbs: string
  /** Words that claim nothing by themselves. */
  framing: string
  /** Rows of words that say the same. */
  synonyms: string
}
