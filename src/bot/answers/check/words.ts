import { framesIn, oppositesOf, synonymRowsOf } from './lexicon.ts'
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

/** Phrases that are one idea, brought to one word before anything is compared. */
const phrases: readonly [RegExp, string][] = [
  [
    /\b(?:free of charge|at no (?:extra |additional )?(?:cost|charge)|(?:costs?|pay) nothing|no (?:extra |additional )?(?:charge|cost|fee)s?|without (?:any )?(?:extra )?(?:charge|cost)|for nothing|(?:does not|doesn't|do not|don't) (?:cost|pay) (?:you )?anything)\b/gi,
    'free',
  ],
  [/\bU\.?K\.?(?![\p{L}\d])/gu, 'United Kingdom'],
  [/\b(?:USA|U\.S\.A\.|US)(?![\p{L}\d$])/gu, 'United States'],
  [/\bEU(?![\p{L}\d])/gu, 'European Union'],
  [/\bP\.?O\.? box/gi, 'post office box'],
  [/\bminus (?=\d)/gi, '−'],
  [
    /\b(?:don't|do not|doesn't|does not|needn't|need not|not|no longer) (?:have|need|required|obliged|necessary) (?:to be )?(?:to )?/gi,
    'need not ',
  ],
  [/\b(?:stays?|remains?) (?=valid|available|open|active|free|possible)/gi, 'is '],
  [/(?<!\ba )\b(?:already )?part of (?=the|every|each|all|your)/gi, 'included in '],
  [/\bstarting (?:from|in|on) /gi, 'from '],
  [
    /\b(?:send|sent|sends|sending|give|bring) (?:(?:it|them|an? item|the item|something|your order) )?back\b/gi,
    'return',
  ],
  [/\b(?:apart from|other than|with the exception of|aside from)\b/gi, 'except'],
  [/\b(?:sin (?:coste|cargo|gastos?)|gratuitamente)\b/gi, 'gratis'],
  [/\bsans frais\b/gi, 'gratuit'],
  [/\bor older\b/gi, 'or more'],
  [/\b(?:start|begin)s? (?:at|from)(?= [£€$\d])/gi, 'from'],
  [
    /\b(?:do not|don't|does not|doesn't|need not) pay (?=(?:this|the|that|any|a) (?:\w+ )?(?:fee|charge|price)s?\b)/gi,
    'are waived ',
  ],
  [/\byou (?:do not|don't) accept\b/gi, 'you reject'],
  [/\b(?:the )?end of (?:every|each) /gi, 'the last day of each '],
  [/\b(is|are|was|were|been|be) not (?=(?:damaged|used|opened|worn|harmed)\b)/gi, '$1 un'],
  [/\b(?:isn't|aren't|wasn't|weren't) (?=(?:damaged|used|opened|worn|harmed)\b)/gi, 'is un'],
  [/\b(?:for good|for ever|forever|irrevocably|irreversibly|definitively)\b/gi, 'permanently'],
  [/\b(?:without (?:any )?activity|of inactivity)\b/gi, 'inactivity'],
  [/\btak(?:e|ing|en) ((?:your |the )?(?:money|cash|savings|funds) )out\b/gi, 'withdraw $1'],
  [/\b(?:is not|isn't|are not|aren't) open\b/gi, 'is closed'],
  [/\bcall(?:ed|s|ing)? off\b/gi, 'cancel'],
  [/\bquarter of a year\b/gi, '3 months'],
  [/\bwhenever you (?:like|want|wish)\b/gi, 'at any time'],
  [/\b(?:straight away|right away|at once)\b/gi, 'immediately'],
  [/\bturns? down\b/gi, 'reject'],
  [/\bas many ([\p{L}]+) as you (?:like|want|wish|need)\b/giu, 'unlimited $1'],
  [/\bmoney[- ]back\b/gi, 'refund'],
  [/\bidentity cards?\b|\bID cards?\b/gi, 'identity'],
  [/\be-mails?\b/gi, 'email'],
  [/\btwo-(?:step|factor)\b|\b2-step\b/gi, 'twostep'],
  [/\b(?:business|working) days?\b|\bweekdays?\b/gi, 'workday'],
  [/\b(?:Werktag|Arbeitstag)en?\b|\bWerktage|\bArbeitstage/g, 'workday'],
]

/** Markdown marks, citation marks and link targets taken off; phrases brought to one word, words set apart. */
export function plain(text: string, language: string): string {
  let out = spaced(text, language)
    .replace(/\[(?:\d+(?:\s*,\s*)?)+\]/g, '')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}/g, '')
    .replace(/[’‘]/g, "'")
    .replace(/\u00a0/g, ' ')
  for (const [pattern, word] of phrases) out = out.replace(pattern, word)
  return out
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
