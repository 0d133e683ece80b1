import type { IndexedPassage } from '../../../knowledge/index.ts'
import { leansBack } from '../opening.ts'
import { checkAddresses } from './addresses.ts'
import { type Clause, type Statement, statementsIn } from './claims.ts'
import { oppositesOf } from './lexicon.ts'
import { denies, forceDiffers, scopes } from './polarity.ts'
import { checkQuantities } from './same-quantities.ts'
import { sameIdea, type Word, wordsIn } from './words.ts'

/** A passage made ready for checking: what it states, and the names of its page and headings. */
export interface Evidence {
  passage: IndexedPassage
  statements: readonly Statement[]
  headings: readonly Word[]
}

/** Whether a sentence rests on what it cites, and on which words; else what of it does not. */
export type Checked = { supported: true; quote: string } | { supported: false; reason: string }

/** Reads a passage once, so that many sentences can be checked against it. */
export function readEvidence(passage: IndexedPassage): Evidence {
  const language = passage.language.slice(0, 2)
  return {
    passage,
    statements: statementsIn(passage.text, language),
    headings: wordsIn([passage.title, ...passage.headingPath].join(' . '), language),
  }
}

/**
 * Whether every claim of one drafted sentence is made by the passages it cites: quantities with their bounds and
 * units, addresses, names, denials, conditions, and every word that carries meaning. It errs on the side of no: a
 * true sentence in words far from the page's is lost sooner than a false one is let through.
 */
export function checkSentence(text: string, cited: readonly Evidence[]): Checked {
  const first = cited[0]
  if (!first) return { supported: false, reason: 'no citation' }
  const addresses = checkAddresses(
    text,
    cited.map(({ passage }) => passage.text),
  )
  if (addresses) return { supported: false, reason: addresses }
  const language = first.passage.language.slice(0, 2)
  const quotes: string[] = []
  for (const draft of statementsIn(text, language)) {
    if (/\?\s*$/.test(draft.whole.text)) return { supported: false, reason: 'a question' }
    const checked = checkStatement(draft, cited)
    if (!checked.supported) return checked
    quotes.push(checked.quote)
  }
  return quotes.length === 0
    ? { supported: false, reason: 'no words' }
    : { supported: true, quote: quotes[0] ?? '' }
}

function checkStatement(draft: Statement, cited: readonly Evidence[]): Checked {
  let nearest: { reason: string; words: number } | undefined
  for (const evidence of cited)
    for (const window of windowsFor(draft, evidence)) {
      const missing = missingWords(draft.whole, window, evidence)
      const reason = missing.length > 0 ? `not in the source: ${missing.join(', ')}` : differs(draft, window)
      if (reason === undefined) return { supported: true, quote: window.map(one => one.whole.text).join(' ') }
      if (!nearest || missing.length < nearest.words) nearest = { reason, words: missing.length }
    }
  return { supported: false, reason: nearest?.reason ?? 'nothing like it in the source' }
}

/** The statements most like the draft, each with those before it that it leans on. */
function windowsFor(draft: Statement, { statements }: Evidence): Statement[][] {
  const ranked = statements
    .map((statement, at) => ({ at, share: shared(draft.whole, statement.whole) }))
    .filter(({ share }) => share > 0)
    .sort((one, other) => other.share - one.share)
    .slice(0, 4)
  return ranked.map(({ at }) => {
    let from = at
    while (from > 0 && at - from < 2 && leansBack((statements[from] as Statement).whole.text)) from--
    return statements.slice(from, at + 1)
  })
}

/** How much of the draft stands in the source; what the draft is about, its first word, counts more. */
function shared(draft: Clause, source: Clause): number {
  const found = draft.content.map(word => source.content.some(other => sameIdea(word, other)))
  const words = found.filter(Boolean).length + (found[0] ? 0.5 : 0)
  const amounts = draft.quantities.filter(one =>
    source.quantities.some(other => one.key === other.key),
  ).length
  return words + amounts
}

function missingWords(draft: Clause, window: readonly Statement[], { headings }: Evidence): string[] {
  const numbered = draft.quantities
  return draft.content
    .filter(word => !numbered.some(({ at, end }) => word.at >= at && word.at < end))
    .filter(word => !isSaid(word, window, headings))
    .map(word => word.raw)
}

function isSaid(word: Word, window: readonly Statement[], headings: readonly Word[]): boolean {
  const around = window.flatMap(statement => statement.whole.words)
  const against = oppositesOf(word.lower) ?? oppositesOf(word.stem)
  const exactly = around.some(other => other.lower === word.lower || other.stem === word.stem)
  if (exactly) return true
  // A name or code is never said in other words.
  if (isName(word)) return headings.some(other => other.lower === word.lower)
  if (against && around.some(other => against.has(other.lower) || against.has(other.stem))) return false
  return around.some(other => sameIdea(word, other)) || headings.some(other => other.stem === word.stem)
}

function isName(word: Word): boolean {
  return word.at > 0 && (/^\p{Lu}\p{Ll}/u.test(word.raw) || /\d|^\p{Lu}{2}/u.test(word.raw))
}

/** Where the draft says something else than the window, although in its words. */
function differs(draft: Statement, window: readonly Statement[]): string | undefined {
  const clauses = window.flatMap(statement => statement.clauses)
  const quantities = checkQuantities(draft, clauses)
  if (quantities) return quantities
  const own = window.reduce((best, one) =>
    shared(draft.whole, one.whole) > shared(draft.whole, best.whole) ? one : best,
  )
  if (concedes.test(draft.whole.text) && !concedes.test(own.whole.text)) return 'a condition is waived'
  return polarityDiffers(draft, clauses, own) ?? scopeDiffers(draft, own) ?? conditionDiffers(draft, own)
}

function polarityDiffers(draft: Statement, clauses: readonly Clause[], own: Statement): string | undefined {
  if (forceDiffers(draft.whole.text, own.whole.text)) return 'demands or allows otherwise'
  if (
    denies(draft.whole.words) !== denies(own.whole.words) &&
    draft.clauses.length === 1 &&
    own.clauses.length === 1
  )
    return 'negation'
  for (const clause of draft.clauses) {
    const like = nearestClauses(clause, clauses)
    if (like.length > 0 && like.every(one => denies(one.words) !== denies(clause.words))) return 'negation'
  }
  return undefined
}

/** The clauses that share most with one of the draft; nothing where it has hardly any words of its own. */
function nearestClauses(draft: Clause, clauses: readonly Clause[]): Clause[] {
  const shares = clauses.map(clause => shared(draft, clause))
  const most = Math.max(0, ...shares)
  return most === 0 ? [] : clauses.filter((_, at) => shares[at] === most)
}

function scopeDiffers(draft: Statement, own: Statement): string | undefined {
  const said = draft.whole.text
  const source = own.whole.text
  for (const scope of ['only', 'partial'] as const)
    if ((scopes[scope] as RegExp).test(said) !== (scopes[scope] as RegExp).test(source)) {
      const inNearest = nearestClauses(draft.whole, own.clauses).some(one =>
        (scopes[scope] as RegExp).test(one.text),
      )
      if ((scopes[scope] as RegExp).test(said) || inNearest || own.clauses.length === 1)
        return `"${scope}" differs`
    }
  const whole = scopes['whole'] as RegExp
  if (/\b(?:always|every|everyone|everywhere|all)\b/i.test(said) && !whole.test(source))
    return '"all" is not said'
  return undefined
}

const concedes =
  /\b(?:even (?:if|when|though|without)|regardless|whether or not|no matter|auch wenn|même si|aunque|anche se|mesmo se|ook als)\b/iu
const conditional =
  /^\s*(?:if|unless|except|provided|as long as|only if|when|wenn|falls|sofern|außer|si|sauf|salvo|se|als|tenzij|jeśli)\b/iu

/** A draft may not make unconditional what the source ties to a condition, nor take one condition for another. */
function conditionDiffers(draft: Statement, own: Statement): string | undefined {
  const conditions = own.clauses.filter(clause => conditional.test(clause.text))
  for (const condition of conditions) {
    if (condition.content.length === 0) continue
    const kept = condition.content.filter(word => draft.whole.content.some(other => sameIdea(word, other)))
    const beside = own.clauses.filter(clause => clause !== condition)
    const leans = beside.some(clause => shared(draft.whole, clause) > 0)
    if (leans && kept.length * 2 < condition.content.length) return 'a condition is left out'
  }
  const signs = (text: string) => /\b(?:unless|except|außer|sauf|salvo|tenzij)\b/iu.test(text)
  if (signs(draft.whole.text) && !signs(own.whole.text) && !denies(own.whole.words))
    return 'a condition is turned round'
  return undefined
}
