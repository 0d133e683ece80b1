import { isStrict } from './bounds.ts'
import type { Statement } from './claims.ts'
import { equal } from './same-quantities.ts'
import { sameIdea } from './words.ts'

/** Whether the draft leaves out whom or what the source restricts its claim to, or counts by another unit of time. */
export function restrictionDiffers(draft: Statement, own: Statement): string | undefined {
  return (
    ratesDiffer(draft.whole.text, own.whole.text) ??
    (own.cells ? undefined : widened(draft, own)) ??
    joined(draft, own)
  )
}

/** "Groups must book by phone" for "Groups of more than 8 people must book by phone". */
function widened({ whole: draft }: Statement, { whole: own }: Statement): string | undefined {
  for (const quantity of own.quantities) {
    if (!isStrict(quantity, own.language) || /^(?:duration|clock|date|percent)$/.test(quantity.family))
      continue
    if (draft.quantities.some(one => equal(one, quantity))) continue
    const bounded = own.content.filter(word => word.at < quantity.at).at(-1)
    if (bounded && draft.content.some(word => sameIdea(word, bounded)))
      return `a condition is left out: ${own.text.slice(quantity.at, quantity.end)}`
  }
  return undefined
}

const rate =
  /(?<!\p{L})(?:(?:per|an?|each|every|pro|je|par|al|a la|por|cada|all'|ogni|per|elke|za|her)\s)(second|minute|hour|day|night|week|month|quarter|year|Tag|Woche|Monat|Jahr|Stunde|jour|nuit|semaine|mois|an|heure|día|noche|semana|mes|año|hora)(?!\p{L})/giu
const adverbs: Readonly<Record<string, string>> = {
  hourly: 'hour', daily: 'day', nightly: 'night', weekly: 'week', monthly: 'month', quarterly: 'quarter', yearly: 'year', annually: 'year', annual: 'year',
} // biome-ignore format: a table

/** "€6 for each day" for "€6 for each hour". */
function ratesDiffer(draft: string, source: string): string | undefined {
  const known = ratesIn(source)
  if (known.size === 0) return undefined
  const other = [...ratesIn(draft)].find(unit => !known.has(unit))
  return other === undefined ? undefined : `counted otherwise: ${other}`
}

function ratesIn(text: string): ReadonlySet<string> {
  const said = [...text.matchAll(rate)].map(([, unit]) => (unit ?? '').toLowerCase())
  const short = [...text.matchAll(/\b(?:hour|dai|night|week|month|quarter|year|annual)(?:ly)?\b/gi)].flatMap(
    ([word]) => adverbs[word.toLowerCase()] ?? [],
  )
  return new Set([...said, ...short])
}

const belongs =
  /\b(?:includ\w*|part of|comes? with|came with|contain\w*|comprise\w*|free|cover\w*|no extra|has|have|with)\b/i

/** "Panniers are included" where nothing is said to be. */
function joined({ whole: draft }: Statement, own: Statement): string | undefined {
  if (own.cells || !/\b(?:is|are|was|were|be) (?:also |always )?included\b/i.test(draft.text))
    return undefined
  return belongs.test(own.whole.text) ? undefined : 'is not said to be included'
}
