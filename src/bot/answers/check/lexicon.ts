import { framingElsewhere, framingWords, softWords } from './framing.ts'
import { languageWords } from './languages/index.ts'
import { stemIn } from './stems.ts'
import { synonymRows } from './synonyms/index.ts'

/** Pairs that change what is claimed when one stands for the other. */
export const oppositeRows = [
  'include exclude',
  'enable disable',
  'before after',
  'month year week day hour minute second',
  'monthly yearly weekly daily',
  'open close',
  'lock unlock',
  'import export',
  'increase decrease',
  'more less fewer',
  'higher lower',
  'longer shorter',
  'cheaper dearer',
  'faster slower',
  'most least',
  'minimum maximum',
  'inside outside',
  'indoors outdoors',
  'accept refuse reject decline',
  'add remove',
  'first last',
  'earliest latest',
  'early late',
  'start end',
  'buy sell',
  'send receive',
  'cheap expensive',
  'hot cold',
  'summer winter',
  'new old',
  'full empty',
  'whole part',
  'public private',
  'business private',
  'standard express',
  'credit debit',
  'card cash cheque',
  'left right',
  'large small',
  'allow forbid prohibit',
  'permit forbid prohibit',
  'always never',
  'all none',
  'required optional',
  'mandatory optional',
  'online offline',
  'incoming outgoing',
  'upload download',
  'above below',
  'over under',
  'up down',
  'connect disconnect',
  'subscribe unsubscribe',
  'install uninstall',
  'gain lose',
  'keep lose',
  'good bad',
  'dry wet',
  'with without',
  'in out',
  'on off',
  'join leave',
  'printed digital',
  'safe unsafe dangerous',
  'black white red blue green yellow grey orange',
  'morning evening night noon midnight',
  'north south east west',
]
const known = new Map<string, ReadonlySet<number>>()
const opposites = new Map<string, ReadonlySet<string>>()
for (const [row, line] of synonymRows.entries())
  for (const word of line.split(' ')) known.set(word, new Set([...(known.get(word) ?? []), row]))
for (const line of oppositeRows) {
  const words = line.split(' ')
  for (const word of words)
    opposites.set(word, new Set([...(opposites.get(word) ?? []), ...words.filter(other => other !== word)]))
}

/** The rows of near-synonyms that `word` (lower case, or its stem) belongs to. */
export function synonymRowsOf(word: string, language: string): ReadonlySet<number> | undefined {
  return (rowsByLanguage.get(language) ?? known).get(word)
}

const rowsByLanguage = new Map(
  Object.entries(languageWords).map(([language, { synonyms }]) => [language, rowsIn(synonyms, language)]),
)

function rowsIn(synonyms: string, language: string): Map<string, ReadonlySet<number>> {
  const rows = new Map<string, ReadonlySet<number>>()
  for (const [row, line] of synonyms.split('|').entries())
    for (const word of line.split(' '))
      for (const way of [word, stemIn(word, language)])
        rows.set(way, new Set([...(rows.get(way) ?? []), row]))
  return rows
}

const framesByLanguage = new Map(
  Object.entries(languageWords).map(([language, { framing }]) => [language, new Set(framing.split('|'))]),
)

/** Whether a word only frames a sentence in its language. */
export function framesIn({
  raw,
  lower,
  language,
}: {
  raw: string
  lower: string
  language: string
}): boolean {
  if (language === 'en') return framingWords.has(lower) || (raw === lower && softWords.has(lower))
  const own = framesByLanguage.get(language)
  if (!own) return framingWords.has(lower) || framingElsewhere.has(lower)
  if (language === 'ja' && /^\p{Script=Hiragana}+$/u.test(lower)) return true
  const bare = language === 'ar' || language === 'he' ? lower.replace(/^[וו](?=..)/u, '') : lower
  return own.has(lower) || own.has(bare)
}

/** Words that mean the opposite of `word`, or another of its kind. */
export function oppositesOf(word: string): ReadonlySet<string> | undefined {
  return opposites.get(word)
}
