import { languageWords } from './languages/index.ts'
import { markersOf } from './markers.ts'
import type { Word } from './words.ts'

/** Words that turn a claim round, in the widget's languages. */
const negators = new Set(
  (
    "not no never neither nor none cannot can't don't doesn't didn't isn't aren't wasn't weren't won't wouldn't couldn't shouldn't mustn't haven't hasn't hadn't without unless except excluding nobody nothing nowhere hardly " +
    'nicht kein keine keinen keinem keiner keines nie niemals ohne weder außer ' +
    'ne pas jamais sans aucun aucune sauf ni ' +
    'nunca jamás sin ningún ninguna tampoco salvo excepto ' +
    'non senza nessun nessuna nessuno ' +
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

const negatorsOf = new Map(
  Object.entries(languageWords).map(([language, words]) => [
    language,
    new Set(words.negators.split('|').filter(word => !word.endsWith('*'))),
  ]),
)
const openNegators = new Map(
  Object.entries(languageWords).map(([language, words]) => [
    language,
    words.negators
      .split('|')
      .filter(word => word.endsWith('*'))
      .map(word => word.slice(0, -1)),
  ]),
)

/** Whether a lower-case word is one that turns a claim round. */
export function isNegator({ lower, language }: Pick<Word, 'lower' | 'language'>): boolean {
  const own = negatorsOf.get(language)
  if (!own) return negators.has(lower) || lower.endsWith("n't") || /^n'\p{L}/u.test(lower)
  const bare = language === 'ar' || language === 'he' ? lower.replace(/^[وفוש](?=..)/u, '') : lower
  return (
    own.has(lower) ||
    own.has(bare) ||
    (openNegators.get(language) ?? []).some(start => lower.startsWith(start))
  )
}

/** Whether the words as a whole deny: an odd number of them turns the claim round. `no` of French is one with `pas`. */
export function denies(words: readonly Word[]): boolean {
  const denying = languageWords[words[0]?.language ?? '']?.denying
  let turns = denying
    ? (words
        .map(({ raw }) => raw)
        .join(' ')
        .match(denying)?.length ?? 0)
    : 0
  if (boundsElsewhere.test(words.map(({ lower }) => lower).join(' '))) turns++
  for (const [at, word] of words.entries()) {
    const { lower } = word
    if (!isNegator(word) && !denials.test(lower)) continue
    if ((lower === 'pas' || lower === 'jamais') && words.slice(Math.max(0, at - 5), at).some(isNe)) continue
    // "No later than" bounds and denies nothing.
    if (
      /^(?:not?|never)$/.test(lower) &&
      bounding.test(words[at + 1]?.lower ?? '') &&
      words[at + 2]?.lower === 'than'
    )
      continue
    if ((lower === 'only' || lower === 'just') && words[at - 1]?.lower === 'not') continue
    turns++
  }
  return turns % 2 === 1
}

/** "Jamais plus de six" bounds and denies nothing. */
const boundsElsewhere =
  /(?:^| )(?:n(?:e|'\S+)(?: \S+){1,3}? (?:pas|jamais) plus de|(?:nicht|nie|niemals) (?:mehr|länger|später) als|(?:no|nunca)(?: \S+){0,2}? más de) /

const bounding = /^(?:later|more|longer|less|fewer|earlier|higher|lower|larger|heavier)$/
const isNe = ({ lower }: Word): boolean => lower === 'ne' || lower.startsWith("n'")

/** Whether a text demands something. */
export function demands(text: string, language: string): boolean {
  return markersOf(language).must.test(text)
}

/** Whether one text demands what the other only allows. */
export function forceDiffers(draft: string, source: string, language: string): boolean {
  const { must, may } = markersOf(language)
  // "To open an account you must be 18" is "you can open an account if you are 18".
  const asCondition =
    /^\s*(?:to|in order to)\s/i.test(draft) && /\b(?:if|as long as|provided)\b/i.test(source)
  const hardens = !asCondition && must.test(draft) && !must.test(source) && may.test(source)
  const allows =
    /\b(?:optional|optionally|voluntary)\b/i.test(draft) && !/\b(?:optional|voluntary)/i.test(source)
  const softens = may.test(draft) && !must.test(draft) && must.test(source) && !may.test(source)
  return hardens || allows || softens
}
