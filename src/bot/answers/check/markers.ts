import { languageWords } from './languages/index.ts'
import type { LanguageWords } from './languages/words.ts'

/** What turns, narrows, demands or conditions a claim in one language, ready to be looked for. */
export interface Markers {
  only: RegExp
  partial: RegExp
  whole: RegExp
  /** "All" that a draft must not add. */
  sweeping: RegExp
  must: RegExp
  may: RegExp
  /** What "only" may be said with instead, in the source and in the draft; some of it is told "some". */
  limits: RegExp
  narrows: RegExp
  hedges: RegExp
  /** A clause that is a condition. */
  conditional: RegExp
  excepts: RegExp
  concedes: RegExp
  sooner: ReadonlySet<string>
  later: ReadonlySet<string>
  either: RegExp
  both: RegExp
  /** Whether what comes sooner or later stands in front of the word that says so. */
  trailing: boolean
}

const never = /(?!)/

/** English, German, French and Spanish, which are told apart by their words alone. */
const shared: Markers = {
  only: /(?<!\p{L})(?:only|solely|exclusively|nur|ausschließlich|uniquement|seulement|exclusivement|seul|seule|seuls|seules|réservée?s?|solo|sólo|solamente|únicamente|exclusivamente)(?!\p{L})/iu,
  partial:
    /(?<!\p{L})(?:some|sometimes|mostly|usually|often|partly|occasionally|selected|certain|manche|manchmal|einige|meistens|parfois|certains|algunos|algunas|a veces)(?!\p{L})/iu,
  whole:
    /(?<!\p{L})(?:always|all|every|any|everyone|everywhere|whole|entire|each|daily|immer|alle|täglich|jede[rsnm]?|toujours|tous|toutes|chaque|siempre|todos|todas|cada|a diario|diariamente)(?!\p{L})/iu,
  sweeping:
    /(?<!\p{L})(?:always|every|everyone|everywhere|all|any|immer|alle|jede[rsnm]?|überall|toujours|tous|toutes|partout|siempre|todos|todas)(?!\p{L})/iu,
  must: /(?<!\p{L})(?:must|have to|has to|needs? to|required|requires|mandatory|obligatory|compulsory|muss|müssen|doit|doivent|devez|debe|deben)(?!\p{L})/iu,
  may: /(?<!\p{L})(?:may|can|could|optional|optionally|voluntary|kann|können|darf|dürfen|peut|peuvent|pouvez|puede|pueden)(?!\p{L})/iu,
  limits:
    /(?<!\p{L})(?:at most|up to|limited|maximum|no more than|until|unless|not|except|nothing but|when|once|if|within|as long as|alone|one|exclusive\w*|before|after|at the end|cannot|no|must|at least)(?!\p{L})/iu,
  narrows:
    /(?<!\p{L})(?:at most|up to|limited|until|unless|not|except|alone|nothing|no|without|just|by its)(?!\p{L})|n't\b/iu,
  hedges:
    /(?<!\p{L})(?:some|sometimes|certain|selected|partly|occasionally|manche|einige|certains|algunos|algunas)(?!\p{L})/iu,
  conditional:
    /^\s*(?:if|unless|except|apart from|provided|as long as|only if|when|wenn|falls|sofern|solange|außer|es sei denn|vorausgesetzt|si|sauf|à condition|à moins|pourvu|lorsque|quand|hormis|salvo|siempre que|cuando|a menos|excepto|con tal)(?!\p{L})/iu,
  excepts:
    /(?<!\p{L})(?:unless|except|excluding|other than|apart from|but not|außer|ausgenommen|aber nicht|es sei denn|sauf|hormis|à moins|mais pas|salvo|excepto|a menos|pero no)(?!\p{L})/iu,
  concedes:
    /(?<!\p{L})(?:even|regardless|whether or not|no matter|including|auch (?=für|wenn|bei|im|in|am|nach|ohne)|sogar|selbst wenn|même|y compris|incluso|aunque)(?!\p{L})/iu,
  sooner: new Set('before until till bis vor bevor avant jusqu antes hasta'.split(' ')),
  later: new Set('after once nach nachdem après después tras'.split(' ')),
  either: /(?<!\p{L})(?:or|oder|ou|between|choose|choice|either|zwischen|entre)(?!\p{L})/iu,
  both: /(\S+) (?:and|und|et|y) (\S+(?: \S+)?)/giu,
  trailing: false,
}

/** Letters that are written on to the front of a word. */
const clitics: Readonly<Record<string, string>> = { ar: '[وف]?[بل]?', he: '[ושהכ]?[ש]?' }
/** Where a condition closes with the word that makes it one. */
const trailing = new Set(['ja', 'tr'])
const made = new Map<string, Markers>()

/** The markers of a language (ISO 639-1). */
export function markersOf(language: string): Markers {
  const words = languageWords[language]
  if (!words) return shared
  const known = made.get(language)
  if (known) return known
  const markers = markersFrom(words, language)
  made.set(language, markers)
  return markers
}

function markersFrom(words: LanguageWords, language: string): Markers {
  const find = (list: string) => new RegExp(bordered(list, language), 'iu')
  const conditions = bordered(words.conditions, language)
  return {
    only: find(words.only),
    partial: find(words.partial),
    whole: find(words.whole),
    sweeping: find(words.whole),
    must: find(words.must),
    may: find(words.may),
    limits: never,
    narrows: never,
    hedges: find(words.partial),
    conditional: new RegExp(trailing.has(language) ? conditions : `^\\s*${conditions}`, 'iu'),
    excepts: find(words.exceptions),
    concedes: find(words.concessions),
    sooner: new Set(words.sooner.split('|')),
    later: new Set(words.later.split('|')),
    either: find(words.either),
    both: new RegExp(`(\\S+) (?:${words.both}) (\\S+(?: \\S+)?)`, 'giu'),
    trailing: trailing.has(language),
  }
}

/** Alternatives as a pattern that stands between the borders of words; longer ones are tried first. */
export function bordered(list: string, language: string): string {
  const body = alternatives(list, language)
  if (language === 'ja') return `(?:${body})`
  return `(?<![\\p{L}\\p{M}\\p{N}])${clitics[language] ?? ''}(?:${body})(?![\\p{L}\\p{M}])`
}

/** Alternatives without borders. Words of Japanese may be parted anywhere. */
export function alternatives(list: string, language: string): string {
  return list
    .split('|')
    .toSorted((one, other) => other.length - one.length)
    .map(word => (language === 'ja' ? [...word].join('\\s?') : word.replaceAll('*', '\\p{L}*')))
    .map(word => word.replaceAll(/(?<!\\) /g, '\\s+'))
    .join('|')
}

const borders = new Map<string, RegExp>()

/** Where a statement comes apart into clauses, in the languages with words of their own. */
export function bordersOf(language: string): RegExp | undefined {
  const known = borders.get(language)
  if (known) return known
  const words = languageWords[language]
  if (!words) return undefined
  const condition = bordered(words.conditions, language)
  const turn = trailing.has(language) ? `(?<=${condition}(?:\\s?は)?)(?=\\s)` : `(?<=\\s)(?=${condition})`
  const and = language === 'ja' ? '' : `|(?<=\\s)(?=(?:${words.both}|${opposed[language] ?? 'ale'})\\s)`
  const border = new RegExp(
    `[,،、](?=\\s(?!\\d{4}))|[:()—–](?=\\s|$)|\\s[-–—]\\s|\\s\\|\\s|${turn}${and}`,
    'giu',
  )
  borders.set(language, border)
  return border
}

const opposed: Readonly<Record<string, string>> = {
  it: 'ma|però|mentre|perché', pt: 'mas|porém|enquanto|porque', nl: 'maar|terwijl|omdat', pl: 'ale|lecz|natomiast',
  tr: 'ama|ancak|fakat', ar: 'لكن|ولكن|بينما', he: 'אבל|אך|ואילו',
} // biome-ignore format: a table
