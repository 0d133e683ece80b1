import { bringsOwnTopic } from './ellipsis.ts'
import { fold, topicalWords, wordsOf } from './words.ts'

/** How a message leans on what was said before. */
export type Leaning =
  /** Says all it needs to be searched by itself. */
  | 'none'
  /** Could stand alone, but is so short that the conversation's topic probably belongs to it. */
  | 'short'
  /** Points back ("it", "that one", "and for the yearly plan?"). */
  | 'pointing'

/** Pronouns that stand for something said before. Determiners with a noun ("this page") point as well. */
const pointers = new Set(
  [
    'it its itself they them their theirs this these those one ones both there such',
    'es sie ihn ihm ihnen dies dieser dieses diesen diesem diese deren dessen damit davon dafür dazu daran darauf darin dort beide',
    'ça cela celui celle ceux celles il elle ils elles y en leur leurs lui ce cet cette ces',
    'esto eso este esta estos estas ese esa esos esas ello ellos ellas lo allí ahí',
    'isto isso este esta esse essa estes estas esses essas ele ela eles elas lá nele nela disso disto',
    'questo questa questi queste quello quella quelli quelle esso essa essi ne ci lì',
    'dit dat deze die ervan ermee ervoor daarvan daarmee daarvoor hun hen het',
    'to ten ta te tego tej tym tych ono ona on nich nim nią jego jej ich tam',
    'bu şu o bunu şunu onu bunun onun bunlar onlar bunları onları burada orada',
    'هذا هذه ذلك تلك هو هي هم ها هناك',
    'זה זו זאת הוא היא הם הן אותו אותה אותם שם',
    'それ これ あれ その この そこ',
  ].flatMap(line => line.split(' ')),
)

/** English words of the list above that are as often grammar: they count only where nothing topical follows at once. */
const shy = new Set([
  'there',
  'that',
  'one',
  'such',
  'es',
  'en',
  'y',
  'lo',
  'il',
  'ne',
  'ci',
  'die',
  'dat',
  'het',
  'to',
  'o',
  'on',
  'ta',
  'te',
  'sie',
  'هو',
  'هي',
])

/** Openings of a question that goes on from the one before. */
const openings = [
  /^(?:and|or|but|also|then|so|what about|how about|what if|and what about|is that|does that|can that|same for|why(?: not| is that| so)?\b\??$|how(?: so| come)?\??$|when\??$|where\??$|which (?:one|ones)\b|i mean|i meant|no,|oops|sorry|not that|the other|instead|else|anything else|what else|more details|tell me more|explain|more about|in that case)\b/,
  /^(?:und|oder|aber|auch|dann|was ist mit|wie ist es mit|wie sieht es|ich meine|warum\??$|wann\??$|wo\??$|wie\??$)\b/,
  /^(?:et|ou|mais|et pour|qu'en est-il|et si|je veux dire|pourquoi\s*\??$|comment\s*\??$|quand\s*\??$)\b/,
  /^(?:[¿ ]*y|pero|que hay de|y para|y si|quiero decir|[¿ ]*por que\s*\?*$|[¿ ]*como\s*\?*$|[¿ ]*cuando\s*\?*$)\b/,
  /^(?:e|ou|mas|e para|e quanto|e se|quero dizer|por que\s*\?*$|como\s*\?*$|quando\s*\?*$|ed|ma|e per|e se|che ne dici|intendo|perche\s*\?*$|come\s*\?*$)\b/,
  /^(?:en (?:voor|hoe|wat|als|wanneer)|maar|hoe zit het met|ik bedoel|waarom\??$|hoe\??$|wanneer\??$)\b/,
  /^(?:ale|lub|a co z|a dla|mam na mysli|dlaczego\??$|jak\??$|kiedy\??$)\b/,
  /^(?:ve|peki|peki ya|ama|yani|neden\??$|nasil\??$|ne zaman\??$)\b/u,
  /^(?:وماذا|وهل|وكيف|ماذا عن|أو|لكن|أقصد|لماذا؟?$|كيف؟?$|متى؟?$)/,
  /^(?:ומה|ואם|ומתי|ואיך|אבל|מה לגבי|כלומר|למה\??$|איך\??$|מתי\??$)/,
  /^(?:それ|これ|あれ|その|この|では|じゃあ|それで|あと|ちなみに|なぜ[?？]?$|どうして[?？]?$)/,
]

const fewWords = 2

/** How `message` leans on the conversation before it; without a conversation nothing leans. */
export function findLeaning(message: string): Leaning {
  const folded = fold(message)
  const composed = message.trim().toLowerCase()
  if (bringsOwnTopic(message)) return pointsBack(message) ? 'pointing' : 'short'
  if (openings.some(one => one.test(folded) || one.test(composed))) return 'pointing'
  if (pointsBack(message)) return 'pointing'
  return topicalWords(message).length <= fewWords ? 'short' : 'none'
}

/** Whether the message holds a pronoun whose noun is elsewhere. */
export function pointsBack(message: string): boolean {
  const words = wordsOf(message)
  return words.some((word, at) => {
    if (word === 'that') return pointsWithThat(words, at)
    if (!pointers.has(word)) return false
    // "What plans are there?" points at nothing.
    if (word === 'there' && /^(?:is|are|was|were)$/.test(words[at - 1] ?? '')) return false
    if (!shy.has(word)) return !isEmptySubject(words, at)
    return at === words.length - 1 && at > 0
  })
}

const plurals = new Set(
  'they them their theirs these those both diese diesen ihnen beide ils elles leurs ces ceux celles estos estas esos esas ellos ellas estes esses essas eles elas questi queste quelli quelle loro deze hen hun oni ich nich nimi bunlar onlar bunları onları هم הם הן'.split(
    ' ',
  ),
)

/** Whether the message points at several things at once ("how do they differ?"). */
export function pointsAtSeveral(message: string): boolean {
  return wordsOf(message).some(word => plurals.has(word))
}

/** "that" points where it ends the message or stands before a verb of being or doing; elsewhere it joins clauses. */
function pointsWithThat(words: readonly string[], at: number): boolean {
  const before = words[at - 1]
  const next = words[at + 1]
  if (next === undefined) return at > 0
  if (
    before !== undefined &&
    ['do', 'does', 'is', 'about', 'with', 'for', 'to', 'use', 'change'].includes(before)
  )
    return true
  return at === 0 && ['is', 'does', 'mean', 'work'].includes(next)
}

/** "Is it possible to", "it is", "how long does it take to": an `it` that names nothing. */
function isEmptySubject(words: readonly string[], at: number): boolean {
  if (words[at] !== 'it') return words[at] === 'its' && words[at - 1] === 'on' && words[at + 1] === 'own'
  const rest = words.slice(at + 1, at + 4)
  if (
    /^(?:possible|necessary|required|allowed|better|best|safe|ok|okay|make|makes|true|normal|good|easy|hard|legal)$/.test(
      rest[0] ?? '',
    )
  )
    return rest.length > 1
  if (/^(?:take|takes|cost|costs)$/.test(rest[0] ?? '') && words.slice(at + 2).includes('to')) return true
  return (rest[0] === 'is' || rest[0] === 'would' || rest[0] === 'seems') && at === 0
}
