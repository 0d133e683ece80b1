import { isTopical } from './words.ts'

/** What opens a question that puts one thing in the place of another: "and for the yearly plan?", "was ist mit …". */
const opening =
  /^(?:(?:and|or|ok|okay)[\s,]+)?(?:what about|how about)\s+|^(?:and|or|und|oder|et|ou|y|o|e|ed|en|of|ve|oraz|a)\s+|^(?:und |et |e |en )?(?:was ist mit|wie (?:ist|sieht) es (?:mit|bei)|qu'en est-il (?:de|pour)|hoe zit het met|che ne dici di|peki ya|peki)\s+/iu

/** Words that lead a phrase and are the same in the question before: prepositions, articles, possessives. */
const leads = new Set(
  (
    'to in on for from with without at by via per into before after over under between of the a an my your our this these ' +
    'für nach aus mit ohne bei von zu zur zum im der die das den dem ein eine einen einem einer mein meine meinen ' +
    'pour à dans avec sans chez de du des le la les un une mon ma mes ' +
    'para por con sin el los las una mi mis al del ' +
    'per senza il lo gli da di nel nella al alla ' +
    'com sem em o os as um uma no na ao ' +
    'voor naar met zonder het een mijn'
  ).split(' '),
)

const mostWords = 6

interface Token {
  text: string
  lower: string
  at: number
}

/**
 * The question before with what the follow-up names put in its place ("How much is the kettle?", "and the stove?"
 * gives "How much is the stove?"); `undefined` when the follow-up asks by itself or nothing in it has the same shape.
 */
export function fillIn(followUp: string, before: string): string | undefined {
  const opened = opening.exec(followUp.trim())
  if (!opened) return undefined
  const rest = tokensOf(followUp.trim().slice(opened[0].length))
  const lead = rest.slice(0, leadLength(rest))
  const named = rest.slice(lead.length)
  if (rest.length > mostWords || named.length === 0 || !named.every(({ lower }) => isTopical(lower)))
    return undefined
  const asked = tokensOf(before)
  const place = placeAfterLead(asked, lead, named.length) ?? placeOfName(asked, named)
  if (!place || place.to - place.from >= asked.length - 1) return undefined
  const [first, last] = [asked[place.from] as Token, asked[place.to - 1] as Token]
  const phrase = named.map(({ text }) => text).join(' ')
  return before.slice(0, first.at) + phrase + before.slice(last.at + last.text.length)
}

type Place = { from: number; to: number }

/** After the same leading words: as many words as the follow-up names, as far as they go. */
function placeAfterLead(asked: readonly Token[], lead: readonly Token[], count: number): Place | undefined {
  for (let skip = 0; skip < lead.length; skip++) {
    const wanted = lead.slice(skip)
    for (let at = asked.length - wanted.length - 1; at >= 0; at--) {
      if (!wanted.every(({ lower }, step) => asked[at + step]?.lower === lower)) continue
      const from = at + wanted.length
      let to = from
      while (to < asked.length && to - from < count && isTopical(asked[to]?.lower ?? '')) to++
      if (to > from) return { from, to }
    }
  }
  return undefined
}

/** Where the follow-up gives a name, the last name of the question before. */
function placeOfName(asked: readonly Token[], named: readonly Token[]): Place | undefined {
  const isName = ({ text }: Token) => /^\p{Lu}/u.test(text)
  if (!named.every(isName)) return undefined
  const last = asked.findLastIndex((token, at) => at > 0 && isName(token) && isTopical(token.lower))
  if (last < 0) return undefined
  let from = last
  while (from > 1 && isName(asked[from - 1] as Token) && isTopical((asked[from - 1] as Token).lower)) from--
  return { from, to: last + 1 }
}

function leadLength(tokens: readonly Token[]): number {
  const end = tokens.findIndex(({ lower }) => !leads.has(lower))
  return end < 0 ? tokens.length : end
}

function tokensOf(text: string): Token[] {
  return [...text.matchAll(/[\p{L}\p{N}][\p{L}\p{M}\p{N}'’.+#-]*[\p{L}\p{N}+#]|[\p{L}\p{N}]/gu)].map(
    match => ({
      text: match[0],
      lower: match[0].toLowerCase(),
      at: match.index,
    }),
  )
}
