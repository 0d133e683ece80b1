import { isTopical } from './words.ts'

/** What opens a question that puts one thing in the place of another: "and for the yearly plan?", "was ist mit …". */
const opening =
  /^(?:(?:and|or|ok|okay)[\s,]+)?(?:what about|how about)\s+|^(?:and|or|und|oder|et|ou|y|o|e|ed|en|of|ve|oraz|a)\s+|^(?:und |et |e |en )?(?:was ist mit|wie (?:ist|sieht) es (?:mit|bei)|qu'en est-il (?:de|pour)|hoe zit het met|che ne dici di|peki ya|peki)\s+/iu

const setOf = (...lines: string[]) => new Set(lines.flatMap(line => line.split(' ')))

/** Words before a noun that do not change what the phrase is for. */
const determiners = setOf(
  'the an my your our this these der die das den dem ein eine einen einem einer mein meine meinen',
  'le la les un une mon ma mes el los las una mi mis il lo gli o os as um uma het een mijn',
)
const definite = setOf('the der die das den dem le la les el los las il lo gli o os as het')

/** Words that say what a phrase is for; `a` is one in some languages and an article in English. */
const prepositions = setOf(
  'to in on for from with without at by via per into before after over under between of a',
  'für nach aus mit ohne bei von zu zum zur im',
  'pour à dans avec sans chez de du des para por con sin al del senza di da nel nella alla',
  'com sem em no na ao voor naar zonder',
)

/** Prepositions of a place that people exchange: "Do you deliver in Sweden?", "and to Norway?". */
const ofPlaces = setOf('to in at into within à dans em no na ao nel nella alla naar')

const mostWords = 6

interface Token {
  text: string
  lower: string
  at: number
}

/** A follow-up without its opening: "for the", "yearly plan". */
interface Phrase {
  /** Prepositions and determiners. */
  lead: Token[]
  named: Token[]
  /** Whether capitals tell names from other nouns; they do not in German. */
  showsNames: boolean
}

type Place = { from: number; to: number }

/**
 * The question before with what the follow-up names put in its place ("How much is the kettle?", "and the stove?"
 * gives "How much is the stove?"); `undefined` when the follow-up asks by itself or nothing in the question before has
 * the same role: "Und nach Spanien?" says no more about "Was kostet der Monatstarif?" than beside it.
 */
export function fillIn(followUp: string, before: string): string | undefined {
  const phrase = phraseOf(followUp)
  if (!phrase) return undefined
  const asked = tokensOf(before)
  const place = placeOf(phrase, asked)
  if (!place || place.to - place.from >= asked.length - 1) return undefined
  const [first, last] = [asked[place.from] as Token, asked[place.to - 1] as Token]
  const words = [...phrase.lead, ...phrase.named].map(({ text }) => text).join(' ')
  return before.slice(0, first.at) + words + before.slice(last.at + last.text.length)
}

/**
 * Whether a message goes on with nothing but a thing of its own ("what about refunds"): it may be about that alone.
 * A name ("what about Norway") or a phrase with a role ("and for the yearly plan") is of the question before.
 */
export function bringsOwnTopic(message: string): boolean {
  const phrase = phraseOf(message)
  return phrase !== undefined && phrase.lead.length === 0 && !phrase.named.some(isCapital)
}

function phraseOf(followUp: string): Phrase | undefined {
  const opened = opening.exec(followUp.trim())
  if (!opened) return undefined
  const rest = tokensOf(followUp.trim().slice(opened[0].length))
  const end = rest.findIndex(({ lower }) => !determiners.has(lower) && !prepositions.has(lower))
  const lead = rest.slice(0, Math.max(0, end))
  const named = rest.slice(lead.length)
  if (rest.length > mostWords || named.length === 0 || !named.every(({ lower }) => isTopical(lower)))
    return undefined
  return { lead, named, showsNames: !/^(?:und|oder|was|wie)\b/iu.test(opened[0]) }
}

/** The part of the question that has the role of the phrase, with its own preposition and determiners. */
function placeOf(phrase: Phrase, asked: readonly Token[]): Place | undefined {
  const [first] = phrase.lead
  if (!first) return placeOfName(phrase, asked)
  if (prepositions.has(first.lower))
    return placeAfter(asked, ({ lower }) => lower === first.lower, phrase) ?? placeOfPlace(phrase, asked)
  const alike = (token: Token) =>
    token.lower === first.lower || (definite.has(first.lower) && definite.has(token.lower))
  const afterAlike = placeAfter(asked, (token, at) => alike(token) && !isPreposition(asked[at - 1]), phrase)
  return afterAlike ?? (first.lower === 'the' ? placeOfName(phrase, asked) : undefined)
}

/** The last phrase whose first word fits: its determiners, and as many words as the follow-up names, if it has them. */
function placeAfter(
  asked: readonly Token[],
  fits: (token: Token, at: number) => boolean,
  { named }: Phrase,
): Place | undefined {
  for (let from = asked.length - 2; from >= 0; from--) {
    if (!fits(asked[from] as Token, from)) continue
    let start = from + 1
    while (isDeterminer(asked[start])) start++
    let to = start
    while (to < asked.length && to - start < named.length && isTopical(asked[to]?.lower ?? '')) to++
    if (to > start) return { from, to }
  }
  return undefined
}

/** A name in a place for another: the preposition may change with it. */
function placeOfPlace(phrase: Phrase, asked: readonly Token[]): Place | undefined {
  const name = ofPlaces.has(phrase.lead[0]?.lower ?? '') ? placeOfName(phrase, asked) : undefined
  if (!name) return undefined
  let from = name.from - 1
  while (from > 0 && isDeterminer(asked[from])) from--
  return ofPlaces.has(asked[from]?.lower ?? '') ? { from, to: name.to } : undefined
}

/** Where the follow-up gives a name, the last name of the question before. */
function placeOfName({ named, showsNames }: Phrase, asked: readonly Token[]): Place | undefined {
  if (!showsNames || !named.every(isCapital)) return undefined
  const isName = (token: Token | undefined) => token && isCapital(token) && isTopical(token.lower)
  const last = asked.findLastIndex((token, at) => at > 0 && isName(token))
  if (last < 0) return undefined
  let from = last
  while (from > 1 && isName(asked[from - 1])) from--
  return { from, to: last + 1 }
}

const isCapital = ({ text }: Token) => /^\p{Lu}/u.test(text)
const isPreposition = (token: Token | undefined) => token !== undefined && prepositions.has(token.lower)
const isDeterminer = (token: Token | undefined) =>
  token !== undefined && (determiners.has(token.lower) || token.lower === 'a')

function tokensOf(text: string): Token[] {
  return [...text.matchAll(/[\p{L}\p{N}][\p{L}\p{M}\p{N}'’.+#-]*[\p{L}\p{N}+#]|[\p{L}\p{N}]/gu)].map(
    match => ({
      text: match[0],
      lower: match[0].toLowerCase(),
      at: match.index,
    }),
  )
}
