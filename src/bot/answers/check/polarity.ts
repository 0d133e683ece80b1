import type { Word } from './words.ts'

/** Words that turn a claim round, in the widget's languages. */
const negators = new Set(
  (
    "not no never neither nor none cannot can't don't doesn't didn't isn't aren't wasn't weren't won't wouldn't couldn't shouldn't mustn't haven't hasn't hadn't without unless except excluding nobody nothing nowhere hardly " +
    'nicht kein keine keinen keinem keiner keines nie niemals ohne weder außer ' +
    'ne pas jamais sans aucun aucune sauf ni ' +
    'nunca jamás sin ningún ninguna tampoco salvo excepto ' +
    'non mai senza nessun nessuna nessuno ' +
    'não nunca sem nenhum nenhuma ' +
    'niet geen nooit zonder tenzij ' +
    'nie nigdy bez żaden żadna ' +
    'değil yok hayır asla olmadan ' +
    'لا لم لن ليس ليست غير بدون ' +
    'לא אין בלי ללא אינו אינה'
  ).split(' '),
)
/** Words that deny by their own meaning. */
const denials =
  /^(?:impossible|unable|exclud\w*|exempt\w*|refus\w*|reject\w*|declin\w*|forbid\w*|forbidden|prohibit\w*|ban|banned|lack\w*|void|unavailable|invalid|ineligible|nonrefundable|unlimited|uninsured|unlawful|irrevocable|ausgeschlossen|verboten|unmöglich|interdit\w*|exclu\w*|prohibid\w*|vietat\w*|verboden|uitgesloten|zabronion\w*)$/

/** Whether a lower-case word is one that turns a claim round. */
export function isNegator(word: string): boolean {
  return negators.has(word) || word.endsWith("n't") || /^n'\p{L}/u.test(word)
}

/** Whether the words as a whole deny: an odd number of them turns the claim round. `no` of French is one with `pas`. */
export function denies(words: readonly Word[]): boolean {
  let turns = 0
  for (const [at, { lower }] of words.entries()) {
    if (!isNegator(lower) && !denials.test(lower)) continue
    if ((lower === 'pas' || lower === 'jamais') && words.slice(Math.max(0, at - 5), at).some(isNe)) continue
    if ((lower === 'only' || lower === 'just') && words[at - 1]?.lower === 'not') continue
    turns++
  }
  return turns % 2 === 1
}

const isNe = ({ lower }: Word): boolean => lower === 'ne' || lower.startsWith("n'")

/** Words that bound how far a claim reaches: two texts must agree on each kind. */
export const scopes: Readonly<Record<string, RegExp>> = {
  only: /\b(?:only|solely|exclusively|nur|ausschließlich|uniquement|seulement|solo|sólo|solamente|únicamente|soltanto|apenas|somente|alleen|uitsluitend|tylko|wyłącznie|yalnızca|sadece)\b/iu,
  partial:
    /\b(?:some|sometimes|mostly|usually|often|partly|occasionally|selected|certain|manche|manchmal|einige|meistens|parfois|certains|algunos|algunas|a veces|alcuni|alguns|soms|sommige|niektóre|czasami|bazı)\b/iu,
  whole:
    /\b(?:always|all|every|any|everyone|everywhere|whole|entire|each|immer|alle|jede[rsnm]?|toujours|tous|toutes|siempre|todos|todas|sempre|tutti|tutte|altijd|zawsze|wszystkie|her zaman|bütün|tüm)\b/iu,
}

const must =
  /\b(?:must|have to|has to|needs? to|required|requires|mandatory|obligatory|compulsory|muss|müssen|doit|doivent|debe|deben|deve|devono|moet|moeten|musi|muszą)\b/iu
const may =
  /\b(?:may|can|could|optional|optionally|voluntary|kann|können|darf|dürfen|peut|peuvent|puede|pueden|può|possono|pode|podem|kan|kunnen|mag|mogen|może|mogą)\b/iu

/** Whether a text demands something. */
export function demands(text: string): boolean {
  return must.test(text)
}

/** Whether one text demands what the other only allows. */
export function forceDiffers(draft: string, source: string): boolean {
  const hardens = must.test(draft) && !must.test(source) && may.test(source)
  const allows =
    /\b(?:optional|optionally|voluntary)\b/i.test(draft) && !/\b(?:optional|voluntary)/i.test(source)
  const softens = may.test(draft) && !must.test(draft) && must.test(source) && !may.test(source)
  return hardens || allows || softens
}
