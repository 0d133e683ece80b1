import { framesIn, oppositesOf, synonymRowsOf } from './lexicon.ts'
import { withPhrases } from './phrases.ts'
import { spaced } from './spacing.ts'
import { stemIn } from './stems.ts'

/** One word of a text: as written, lower case, stemmed, and where it stands. */
export interface Word {
  raw: string
  lower: string
  stem: string
  at: number
  language: string
}

/** Markdown marks, citation marks and link targets taken off; phrases brought to one word, words set apart. */
export function plain(text: string, language: string): string {
  const out = spaced(text, language)
    .replace(/\[(?:\d+(?:\s*,\s*)?)+\]/g, '')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}/g, '')
    .replace(/[’‘]/g, "'")
    .replace(/\u00a0/g, ' ')
  return withPhrases(out)
}

/** The words of a plain text in order; joined words (`hand-tight`) come apart, codes (`USB-C`) stay whole. */
export function wordsIn(text: string, language: string): Word[] {
  const words: Word[] = []
  for (const match of text.matchAll(/[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}'_+#]|[-./@](?=[\p{L}\p{N}]))*/gu)) {
    const parts =
      /[-/]/.test(match[0]) && (language === 'he' || !/\d|[A-Z]{2}/.test(match[0]))
        ? match[0].split(/[-/]/)
        : [match[0]]
    let at = match.index
    for (const raw of parts) {
      const lower = (language === 'tr' ? raw.toLocaleLowerCase('tr') : raw.toLowerCase())
        .replace(/'s$/, '')
        .replace(/^(?:l|d|qu|j|s|c|un|(?:de|ne|su|a|da|que)ll)'(?=\p{L}{2})/u, '')
        .replace(language === 'tr' ? /'.*$/u : /(?!)/, '')
      words.push({ raw, lower, stem: stemIn(lower, language), at, language })
      at += raw.length + 1
    }
  }
  return words
}

/** Whether a word carries part of the claim: not a word of framing, not a bare number. */
export function carries(word: Word): boolean {
  return (
    !framesIn(word) &&
    !/^[\d.,:]+$/.test(word.lower) &&
    (word.lower.length > 1 || /\p{Script=Han}/u.test(word.lower))
  )
}

/** Whether two words say the same: one stem, or one row of near-synonyms. */
export function sameIdea(one: Word, other: Word): boolean {
  if (one.stem === other.stem || one.lower === other.lower) return true
  if (oppositesOf(one.lower)?.has(other.lower)) return false
  const rows = rowsOf(one)
  const others = rowsOf(other)
  for (const row of rows) if (others.has(row)) return true
  return shareRoot(one.stem, other.stem)
}

const rowCache = new Map<string, ReadonlySet<number>>()

function rowsOf(word: Word): ReadonlySet<number> {
  const key = `${word.language} ${word.lower}`
  const cached = rowCache.get(key)
  if (cached) return cached
  const ways = new Set([word.lower, word.stem, `${word.stem}e`, word.stem.replace(/i$/, 'y')])
  const found = new Set([...ways].flatMap(way => [...(synonymRowsOf(way, word.language) ?? [])]))
  if (rowCache.size > 20_000) rowCache.clear()
  rowCache.set(key, found)
  return found
}

/** `repair` and `repairable`, `engraved` and `engraving`: one begins the other and little follows. */
function shareRoot(one: string, other: string): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one]
  if (!long.startsWith(short)) return false
  if (short.length >= 5) return long.length - short.length <= 4
  return short.length === 4 && /^(?:or|er|ing|ion|able|ment)$/.test(long.slice(4))
}
