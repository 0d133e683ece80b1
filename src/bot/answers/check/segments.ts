import { languageWords } from './languages/index.ts'
import { bordered } from './markers.ts'

const verbs =
  'is|are|was|were|be|can|could|may|must|will|would|should|shall|has|have|had|do|does|get|gets|cost|costs|take|takes|comes?|runs?|works?|stays?|expires?|needs?|holds?|keeps?|pays?|receives?|allows?|includes?|offers?|weighs?|lasts?|remains?|starts?|begins?|ends?|opens?|closes?|sends?|gives?|goes|go|counts?|boils?|saves?|earns?|arrives?|lies|applies|apply|covers?|charges?|delivers?|accepts?|stands?|shines|fits?|leaves?|makes?|shows?|appears?|sells?|costs|lets?|means?|reaches|travels?|' +
  'kostet|kosten|ist|sind|wird|werden|kann|können|darf|dürfen|muss|müssen|hat|haben|beträgt|dauert|gilt|gelten|' +
  'coûte|coûtent|est|sont|peut|peuvent|doit|doivent|dure|faut|cuesta|cuestan|es|son|puede|pueden|debe|deben|dura|tarda|costa|dura'
const spoken = new RegExp(
  `(?<![\\p{L}])(?:${verbs}|\\p{L}+n't|cannot|you'll|we'll|it's|don't)(?![\\p{L}])`,
  'iu',
)
const finiteOf = new Map(
  Object.entries(languageWords).map(([language, { verbs: own }]) => [
    language,
    new RegExp(bordered(own, language), 'iu'),
  ]),
)

/** Whether a text has a verb that could carry a claim of its own. */
export function hasVerb(text: string, language: string): boolean {
  return (finiteOf.get(language) ?? spoken).test(text)
}

/** Where the first verb of a text begins. */
export function verbAt(text: string, language: string): number | undefined {
  return (finiteOf.get(language) ?? spoken).exec(text)?.index
}

const startsWithVerb = new RegExp(
  `^(?:also |then |only |usually |never |always )?(?:${verbs}|\\p{L}+n't|cannot|[\\p{L}]{3,}(?:ed|s))\\s`,
  'iu',
)
const denial = /^(?:not|without|nicht|ohne|pas|sans|no|sin)\s/iu
const pronoun = /^(?:it|they|this|these|that|which|sie|es|er|diese|elle|il|ils|elles|ella)\s/iu
const coordinator =
  /(?:[,;]\s*|\s)(?:and|but|while|whereas|so|where|although|though|und|aber|während|et|mais|tandis que|y|pero|mientras que|e|ma|mas|en|maar|i|a|oraz|ale|ve|ama|ancak|לכן|אבל|ולכן|لكن|ولكن)\s+|;\s+|,?\s+(?:after which|whereupon)\s+|,\s+(?=(?:you|we|it|they|your|our|which|the)\s)/giu
const lead =
  /^(?:if|when|whenever|once|after|before|until|unless|as soon as|for|on|in|at|with|from|starting|during|wenn|falls|nach|vor|für|bei|mit|im|am|si|après|avant|pour|avec|en|después|antes|para|con)\s[^,]{2,120}(?:,\s|(?=\s(?:you|we|it|they)\s))/iu

/**
 * The ways to take a sentence of two halves apart so that each half stands alone: what the first is about, and the
 * condition in front, are said again before the second. Nothing where there is no second verb to stand alone.
 */
export function halvesOf(text: string, language: string): (readonly [string, string])[] {
  const finite = finiteOf.get(language) ?? spoken
  const found: (readonly [string, string])[] = []
  for (const match of text.matchAll(coordinator)) {
    const head = text.slice(0, match.index).trim()
    const tail = text.slice(match.index + match[0].length).trim()
    const verb = finite.exec(head.replace(lead, whole => '\u0001'.repeat(whole.length)))
    if (!verb || !(finite.test(tail) || denial.test(tail)) || tail.length < 6) continue
    found.push([head, standAlone(head, tail, verb.index)])
  }
  return found
}

function standAlone(head: string, tail: string, verbAt: number): string {
  const condition = lead.exec(head)?.[0].trim() ?? ''
  const subject = head.slice(condition.length, verbAt).replace(/^[,\s]+|[,\s]+$/g, '')
  const lent = startsWithVerb.test(tail) || denial.test(tail) || pronoun.test(tail) ? subject : ''
  const rest = pronoun.test(tail) ? tail.replace(pronoun, '') : tail
  return [condition, lent, rest].filter(part => part !== '').join(' ')
}
