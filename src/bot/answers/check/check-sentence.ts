import type { IndexedPassage } from '../../../knowledge/index.ts'
import { leansBack } from '../opening.ts'
import { checkAddresses } from './addresses.ts'
import { wrongCell } from './cells.ts'
import { type Clause, type Statement, statementOf, statementsIn } from './claims.ts'
import {
  bothForEither,
  conditionDiffers,
  oppositeSaid,
  scopeDiffers,
  timeDiffers,
  turnDiffers,
} from './conditions.ts'
import { oppositesOf } from './lexicon.ts'
import { polarityDiffers } from './negation.ts'
import { demands, denies } from './polarity.ts'
import { restrictionDiffers } from './restrictions.ts'
import { rolesDiffer } from './roles.ts'
import { checkQuantities, equal } from './same-quantities.ts'
import { halvesOf } from './segments.ts'
import { shared } from './share.ts'
import type { Rest } from './told.ts'
import { plain, sameIdea, type Word, wordsIn } from './words.ts'

/** A passage made ready for checking: what it states, and the names of its page and headings. */
export interface Evidence {
  passage: IndexedPassage
  statements: readonly Statement[]
  headings: readonly Word[]
  /** The words of its page's title, which hold for all of it. */
  title: readonly Word[]
  /** The words of its last heading, under which everything in it is said. */
  heading: readonly Word[]
}

/** Whether a sentence rests on what it cites, and on which words and statements; else what of it does not. */
export type Checked =
  | { supported: true; quote: string; rests: readonly Rest[] }
  | { supported: false; reason: string }

/** Reads a passage once, so that many sentences can be checked against it. */
export function readEvidence(passage: IndexedPassage): Evidence {
  const language = passage.language.slice(0, 2)
  return {
    passage,
    statements: inWorkdays(statementsIn(passage.text, language)),
    title: wordsIn(plain(passage.title, language), language),
    headings: wordsIn(plain([passage.title, ...passage.headingPath].join(' . '), language), language),
    heading: wordsIn(plain(passage.headingPath.at(-1) ?? '', language), language),
  }
}

/** "Times are working days" above a table holds for every row of it. */
function inWorkdays(statements: Statement[]): Statement[] {
  if (!statements.some(({ whole }) => /\bare (?:counted in |given in )?workday\b/i.test(whole.text)))
    return statements
  for (const { whole, clauses, cells } of statements)
    for (const clause of [whole, ...clauses, ...(cells ?? []).map(({ value }) => value)])
      for (const quantity of clause.quantities) {
        const days = Number(/^minute:(\d+)$/.exec(quantity.key)?.[1] ?? 0) / 1440
        if (Number.isInteger(days) && days > 0) quantity.also = [...quantity.also, `workday:${days}`]
      }
  return statements
}

/**
 * Whether every claim of one drafted sentence is made by the passages it cites: quantities with their bounds and
 * units, addresses, names, denials, conditions, and every word that carries meaning. A sentence of two halves may
 * rest on two statements. It errs on the side of no: a true sentence in words far from the page's is lost sooner
 * than a false one is let through.
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
  const rests: Rest[] = []
  for (const draft of statementsIn(text, language)) {
    if (/[?？؟]\s*$/.test(draft.whole.text)) return { supported: false, reason: 'a question' }
    const checked = checkWhole(draft, cited, language, 2)
    if (!checked.supported) return checked
    quotes.push(checked.quote)
    rests.push(...checked.rests)
  }
  return quotes.length === 0
    ? { supported: false, reason: 'no words' }
    : { supported: true, quote: quotes[0] ?? '', rests }
}

/** One statement as it stands, or each of its halves. `depth`: how often it may be taken apart. */
function checkWhole(draft: Statement, cited: readonly Evidence[], language: string, depth: number): Checked {
  const whole = checkStatement(draft, cited)
  if (whole.supported || depth === 0) return whole
  for (const halves of halvesOf(draft.whole.text, language)) {
    const [one, other] = halves.map(half => statementOf(half, language)) as [Statement, Statement]
    if (other.whole.content.length === 0) continue
    const head = checkStatement(one, cited)
    if (!head.supported) continue
    const tail = checkWhole(other, cited, language, depth - 1)
    if (tail.supported) return { ...head, rests: [...head.rests, ...tail.rests] }
  }
  return whole
}

function checkStatement(draft: Statement, cited: readonly Evidence[]): Checked {
  let nearest: { reason: string; words: number } | undefined
  let found: { window: readonly Statement[]; share: number } | undefined
  let against = 0
  for (const evidence of cited)
    for (const window of windowsFor(draft, evidence)) {
      const missing = missingWords(draft.whole, window, evidence)
      const reason =
        missing.length > 0
          ? `not in the source: ${missing.join(', ')}`
          : (differs(draft, window, evidence) ?? otherAmount(draft.whole, window, evidence))
      const share = Math.max(...window.map(one => shared(draft.whole, one.whole)))
      if (reason === undefined) {
        if (!found || share > found.share) found = { window, share }
      } else if (missing.length === 0 && reason === 'negation' && share >= draft.whole.content.length)
        against = Math.max(against, share)
      if (reason !== undefined && (!nearest || missing.length < nearest.words))
        nearest = { reason, words: missing.length }
    }
  if (found && isSpared(draft, cited)) return { supported: false, reason: 'demands what need not be' }
  // Where another statement says the contrary in as many of its words, the page does not bear the draft out.
  if (found && against <= found.share)
    return {
      supported: true,
      quote: found.window.map(one => one.whole.text).join(' '),
      rests: [{ draft, source: found.window }],
    }
  return { supported: false, reason: nearest?.reason ?? 'nothing like it in the source' }
}

/** A word that only a heading lends is said, elsewhere under it, with another amount. */
function otherAmount(draft: Clause, window: readonly Statement[], evidence: Evidence): string | undefined {
  const lent = draft.content.filter(
    word => !window.some(({ whole }) => whole.words.some(other => sameIdea(word, other))),
  )
  const rival = evidence.statements.find(
    ({ whole }) =>
      lent.some(
        word =>
          whole.words.some(other => other.stem === word.stem) &&
          // A word of the title is said of everything, unless a statement opens with it.
          (whole.content[0]?.stem === word.stem || !evidence.title.some(other => other.stem === word.stem)) &&
          evidence.statements.filter(one => one.whole.words.some(other => other.stem === word.stem))
            .length === 1,
      ) &&
      draft.quantities.some(
        one =>
          whole.quantities.some(other => other.family === one.family) &&
          !whole.quantities.some(other => equal(one, other)),
      ),
  )
  return rival ? `belongs to something else: ${lent[0]?.raw}` : undefined
}

/** The draft demands what a statement says need not be. */
function isSpared(draft: Statement, cited: readonly Evidence[]): boolean {
  if (!demands(draft.whole.text, draft.whole.language) || denies(draft.whole.words)) return false
  return cited.some(({ statements, headings }) =>
    statements
      .filter(({ whole }) => /\bneed not\b/i.test(whole.text))
      .some(({ whole }) =>
        whole.content.some(
          word =>
            !headings.some(other => other.stem === word.stem) &&
            draft.whole.content.some(other => other.stem === word.stem),
        ),
      ),
  )
}

/** The statements most like the draft, each with those before it that it leans on. */
function windowsFor(draft: Statement, { statements }: Evidence): Statement[][] {
  const ranked = statements
    .map((statement, at) => ({ at, share: shared(draft.whole, statement.whole) }))
    .filter(({ share }) => share > 0)
    .sort((one, other) => other.share - one.share)
    .slice(0, 8)
  return ranked.map(({ at }) => {
    let from = at
    while (from > 0 && at - from < 2 && leans(statements[from] as Statement)) from--
    return statements.slice(from, at + 1)
  })
}

function leans({ whole, cells }: Statement): boolean {
  // "After that" and "otherwise" set themselves against what stands before: its words are not theirs.
  if (cells || contrasts.test(whole.text)) return false
  return leansBack(whole.text) || /^(?:\S+ ){1,4}(?:it|they|them|sie|elle|elles|ella)\b/u.test(whole.text)
}

const contrasts =
  /^(?:after (?:that|this)|then|afterwards|otherwise|but|however|instead|until then|before (?:that|this)|danach|dann|sonst|aber|ensuite|sinon|mais|después|luego|pero)\b/iu

function missingWords(draft: Clause, window: readonly Statement[], { headings }: Evidence): string[] {
  const numbered = draft.quantities
  return draft.content
    .filter(word => !numbered.some(({ at, end }) => word.at >= at && word.at < end))
    .filter(
      word =>
        !isSaid(word, window, headings) && !closesThen(word, draft, window) && !bounds(word, draft, window),
    )
    .map(word => word.raw)
}

function isSaid(word: Word, window: readonly Statement[], headings: readonly Word[]): boolean {
  const around = window.flatMap(statement => statement.whole.words)
  const against = oppositesOf(word.lower) ?? oppositesOf(word.stem)
  const exactly = around.some(other => other.lower === word.lower || other.stem === word.stem)
  if (exactly) return true
  // A name or code is never said in other words.
  if (isName(word)) return headings.some(other => other.lower === word.lower || other.stem === word.stem)
  if (against && around.some(other => against.has(other.lower) || against.has(other.stem))) return false
  return around.some(other => sameIdea(word, other)) || headings.some(other => sameIdea(word, other))
}

/** "Closes at 18:00" is the end of "open from 10:00 to 18:00". */
function closesThen(word: Word, draft: Clause, window: readonly Statement[]): boolean {
  if (word.stem !== 'close') return false
  const ends = window.flatMap(({ whole }) =>
    whole.quantities.filter(one => one.family === 'clock' && one.range === 'high'),
  )
  return draft.quantities.some(one => ends.some(end => equal(one, end)))
}

/** "The limit is £500" is "up to £500". */
function bounds(word: Word, draft: Clause, window: readonly Statement[]): boolean {
  if (!/^(?:limit|cap|ceil)/.test(word.stem)) return false
  const upper = window.flatMap(({ whole }) => whole.quantities.filter(one => one.bound?.side === 'upper'))
  return draft.quantities.some(one => upper.some(other => equal(one, other)))
}

function isName(word: Word): boolean {
  return word.at > 0 && (/^\p{Lu}\p{Ll}/u.test(word.raw) || /\d|^\p{Lu}{2}/u.test(word.raw))
}

/** Where the draft says something else than the window, although in its words. */
function differs(draft: Statement, window: readonly Statement[], evidence: Evidence): string | undefined {
  const clauses = window.flatMap(statement => statement.clauses)
  const quantities = checkQuantities(draft, clauses)
  if (quantities) return quantities
  const own = window.reduce((best, one) =>
    shared(draft.whole, one.whole) > shared(draft.whole, best.whole) ? one : best,
  )
  return (
    wrongCell(draft.whole, own) ??
    polarityDiffers(draft, window, own, evidence.heading) ??
    scopeDiffers(draft, own) ??
    turnDiffers(draft, own) ??
    timeDiffers(draft.whole, own.whole) ??
    oppositeSaid(draft.whole, own.whole) ??
    rolesDiffer(draft, own) ??
    restrictionDiffers(draft, own) ??
    bothForEither(draft.whole, own.whole) ??
    conditionDiffers(draft, own)
  )
}
