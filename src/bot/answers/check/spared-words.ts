import type { Clause, Statement } from './claims.ts'
import type { Evidence } from './evidence.ts'
import type { Quantity } from './quantity.ts'
import { equal } from './same-quantities.ts'
import { sameIdea, type Word } from './words.ts'

/**
 * Whether a word that the source lacks claims nothing beyond what the hard rules compare: the verb or noun that an
 * amount hangs on, a word of its bound, or the name of a part that the source calls "you".
 */
export function isSpared(
  word: Word,
  draft: Clause,
  window: readonly Statement[],
  cited: readonly Evidence[],
): boolean {
  return (
    namesKind(word, draft, window) ||
    boundsAmount(word, draft) ||
    carriesAmount(word, draft, window) ||
    addresses(word, window, cited)
  )
}

/** What kind of thing the rows of a table are: its key names the thing. */
const categories =
  /^(?:members?|memberships?|customers?|users?|plans?|levels?|tiers?|versions?|models?|options?|variants?|types?|categor(?:y|ies)|mitglieder|tarif|stufe|formule|plan|modelo)$/

/** "Grove members" of the row whose key is "Grove". */
function namesKind(word: Word, draft: Clause, window: readonly Statement[]): boolean {
  const row = window.length === 1 ? window[0] : undefined
  if (!row?.cells || !categories.test(word.lower)) return false
  const key = /^(?:[^:;–]{1,80}: )?([^:;–]+)/.exec(row.whole.text)?.[1]?.toLowerCase() ?? ''
  return draft.content.some(({ lower }) => lower.length > 2 && key.includes(lower))
}

/** "Older" of "older than 16" is compared as a bound. */
function boundsAmount(word: Word, { quantities }: Clause): boolean {
  return quantities.some(({ bound, at, end }) => {
    if (!bound?.word.split(' ').includes(word.lower)) return false
    return word.at < at ? at - word.at <= bound.word.length + 12 : word.at - end <= bound.word.length + 12
  })
}

/** What an amount of a kind is paid, lasts or is counted with: said of it in any of these words, it is the same claim. */
const carriers: Partial<Record<Quantity['family'], RegExp>> = {
  money:
    /^(?:pay|pays|paid|paying|cost|costs|costing|charge|charges|charged|price|prices|priced|fee|fees|amount|amounts|sum|rate|rates|spend|spends|zahlen|zahlt|bezahlen|bezahlt|kostet|kosten|preis|höhe|betrag|gebühr|payer|payez|paie|coûte|coûtent|prix|montant|tarif|pagar|paga|pagan|cuesta|cuestan|cuestan|precio|importe|tarifa)$/,
  percent:
    /^(?:pay|pays|paid|cost|costs|price|prices|rate|zahlen|zahlt|kostet|preis|payer|payez|pagan|paga|pagar)$/,
  duration:
    /^(?:last|lasts|lasting|take|takes|taking|long|length|duration|period|time|dauert|dauern|dauer|lang|dure|durent|durée|compter|dura|duran|duración|tarda|tardan)$/,
  measure: /^(?:weigh|weighs|weight|measure|measures|size|length|wiegt|gewicht|pèse|poids|pesa|peso)$/,
}

/** "Members pay £9" for "membership is £9": the amount itself, its unit, its bound and its rate are compared elsewhere. */
function carriesAmount(word: Word, draft: Clause, window: readonly Statement[]): boolean {
  return draft.quantities.some(
    one =>
      carriers[one.family]?.test(word.lower) &&
      window.some(({ whole }) => whole.quantities.some(other => equal(one, other))),
  )
}

/** Those who are spoken to. */
const parties =
  /^(?:customers?|guests?|visitors?|passengers?|travell?ers?|clients?|buyers?|users?|participants?|owners?|holders?|attendees?|kunden?|kundinnen|gäste|gast|besucher|teilnehmer|clients?|voyageurs?|participants?|clientes?|pasajeros?|viajeros?|participantes?)$/

/** "Passengers with a vehicle" for "if you travel with a vehicle", where the source knows no such party. */
function addresses(word: Word, window: readonly Statement[], cited: readonly Evidence[]): boolean {
  if (!parties.test(word.lower) || /^\p{Lu}/u.test(word.raw) !== (word.at === 0)) return false
  const said = (words: readonly Word[]) =>
    words.some(other => parties.test(other.lower) || sameIdea(word, other))
  return !window.some(({ whole }) => said(whole.words)) && !cited.some(({ heading }) => said(heading))
}
