import snowball from 'snowball-stemmers'
import { stemHebrew, stemPolish } from './light-stems.ts'

/** Snowball algorithms (Porter 2001) by ISO 639-1 code; what has none is in `own`, or keeps its words whole. */
const algorithms: Readonly<Record<string, string>> = {
  ar: 'arabic',
  ca: 'catalan',
  cs: 'czech',
  da: 'danish',
  de: 'german',
  en: 'english',
  es: 'spanish',
  eu: 'basque',
  fi: 'finnish',
  fr: 'french',
  ga: 'irish',
  hu: 'hungarian',
  hy: 'armenian',
  it: 'italian',
  nb: 'norwegian',
  nl: 'dutch',
  no: 'norwegian',
  pt: 'portuguese',
  ro: 'romanian',
  ru: 'russian',
  sl: 'slovene',
  sv: 'swedish',
  ta: 'tamil',
  tr: 'turkish',
}

const own: Readonly<Record<string, { stem(word: string): string }>> = {
  he: { stem: stemHebrew },
  pl: { stem: stemPolish },
}

/** Words remembered per language before the memory is emptied: about 4 MB. */
const REMEMBERED = 40_000

const caches = new Map<string, Map<string, string>>()
const stemmers = new Map<string, { stem(word: string): string }>()

/**
 * The stem of a lower-case word, with accents taken off afterwards: stemming rules need them, people leave them out.
 */
export function stemWord(word: string, language: string): string {
  let cache = caches.get(language)
  if (!cache) {
    cache = new Map()
    caches.set(language, cache)
  }
  const known = cache.get(word)
  if (known !== undefined) return known
  const stem = foldMarks(stemmerOf(language)?.stem(word) ?? word)
  if (cache.size >= REMEMBERED) cache.clear()
  cache.set(word, stem)
  return stem
}

function stemmerOf(language: string): { stem(word: string): string } | undefined {
  const algorithm = algorithms[language]
  if (algorithm === undefined) return own[language]
  let stemmer = stemmers.get(language)
  if (!stemmer) {
    stemmer = snowball.newStemmer(algorithm)
    stemmers.set(language, stemmer)
  }
  return stemmer
}

/** Latin, Greek, Arabic and Hebrew marks go; those of Indic and Thai scripts are letters and stay. */
function foldMarks(word: string): string {
  if (/^[\p{ASCII}]*$/u.test(word)) return word
  return word
    .replace(/ı/g, 'i')
    .normalize('NFD')
    .replace(/[\u0300-\u036f\u0591-\u05c7\u0640\u064b-\u065f\u0670]/g, '')
    .normalize('NFC')
}
