import { stemWord } from './stems.ts'

/** One thing to look for: the word as written, and the index terms it may appear under. */
export interface QueryWord {
  word: string
  term: string
  /** Found only beside its parts (`sign-up` as `signup`): no evidence of anything when the index lacks it. */
  optional: boolean
}

/** A run of letters and digits, with the joiners that make identifiers, versions, addresses and compounds. */
const TOKEN = /[\p{L}\p{N}\p{M}]+(?:[._\-'/:@+&][\p{L}\p{N}\p{M}]+)*/gu
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー]+/gu

/**
 * Calls `emit` for every index term of a text: stems of its words, compounds and identifiers whole and in parts,
 * pairs of characters where a script has no spaces.
 */
export function eachTerm(
  text: string,
  language: string,
  emit: (term: string, word: string, optional: boolean) => void,
): void {
  const plain = text.normalize('NFKC').replace(/[’ʼ]/g, "'")
  for (const [token] of plain.matchAll(TOKEN)) {
    if (UNSPACED.test(token)) {
      UNSPACED.lastIndex = 0
      emitMixed(token, language, emit)
    } else emitToken(token, language, emit)
  }
}

/** The distinct words of a question in reading order, for an index whose passages are in `language`. */
export function queryWords(text: string, language: string): QueryWord[] {
  const words = new Map<string, QueryWord>()
  eachTerm(text, language, (term, word, optional) => {
    const known = words.get(term)
    if (!known) words.set(term, { word, term, optional })
    else if (!optional) known.optional = false
  })
  return [...words.values()]
}

type Emit = (term: string, word: string, optional: boolean) => void

function emitToken(token: string, language: string, emit: Emit): void {
  const parts = token.split(/[._\-'/:@+&]/)
  if (parts.length === 1) {
    emitWord(token, language, emit)
    return
  }
  if (token.includes("'") && !/[._\-/:@+&]/.test(token)) {
    emitElided(parts, language, emit)
    return
  }
  const whole = lower(token, language)
  // 1.5, 2026-01-01, 10:30: a number is one thing, its digits apart are noise.
  if (parts.every(part => /^\p{N}+$/u.test(part))) {
    emit(whole, token, false)
    return
  }
  // `custom_props`, `example.com` and `a/b` are kept as written; `sign-up` is also `signup`.
  const joined = whole.replaceAll('-', '')
  const identifier = /[._@]|\d/.test(token)
  emit(joined, token, !identifier)
  for (const part of parts) if (part !== '') emitWord(part, language, emit)
}

function emitWord(word: string, language: string, emit: Emit): void {
  emit(stemWord(lower(word, language), language), word, false)
  if (!/\p{Ll}\p{Lu}/u.test(word)) return
  for (const hump of word.split(/(?<=\p{Ll})(?=\p{Lu})/u))
    if (hump.length > 1) emit(stemWord(lower(hump, language), language), hump, true)
}

/** `user's` and `don't` in English; `l'abonnement` and `dell'ordine`, where the second part counts; `Ankara'nın`. */
function emitElided(parts: readonly string[], language: string, emit: Emit): void {
  if (language === 'fr' || language === 'it' || language === 'ca') {
    for (const part of parts) if (part.length > 1) emitWord(part, language, emit)
  } else if (language === 'tr' || parts.at(-1) === 's') emitWord(parts[0] ?? '', language, emit)
  else emitWord(parts.join(''), language, emit)
}

/** Runs without spaces as overlapping pairs of characters, what stands between them as words. */
function emitMixed(token: string, language: string, emit: Emit): void {
  let end = 0
  for (const run of token.matchAll(UNSPACED)) {
    if (run.index > end) emitToken(trimJoiners(token.slice(end, run.index)), language, emit)
    const characters = [...run[0]]
    if (characters.length === 1) emit(run[0], run[0], false)
    for (let i = 0; i + 1 < characters.length; i++) {
      const pair = `${characters[i]}${characters[i + 1]}`
      emit(pair, pair, false)
    }
    end = run.index + run[0].length
  }
  if (end < token.length) emitToken(trimJoiners(token.slice(end)), language, emit)
}

function trimJoiners(text: string): string {
  return text.replace(/^[._\-'/:@+&]+|[._\-'/:@+&]+$/g, '')
}

function lower(word: string, language: string): string {
  return language === 'tr' || language === 'az' ? word.toLocaleLowerCase('tr') : word.toLowerCase()
}
