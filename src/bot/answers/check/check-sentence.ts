import { leansBack } from '../opening.ts'
import { checkAddresses } from './addresses.ts'
import { wrongCell } from './cells.ts'
import { type Statement, statementOf, statementsIn } from './claims.ts'
import {
  bothForEither,
  conditionDiffers,
  oppositeSaid,
  partDiffers,
  scopeDiffers,
  timeDiffers,
  turnDiffers,
} from './conditions.ts'
import type { Evidence } from './evidence.ts'
import { missingWords, otherAmount } from './missing-words.ts'
import { polarityDiffers } from './negation.ts'
import { demands, denies } from './polarity.ts'
import { restrictionDiffers } from './restrictions.ts'
import { rolesDiffer } from './roles.ts'
import { checkQuantities } from './same-quantities.ts'
import { halvesOf } from './segments.ts'
import { shared } from './share.ts'
import type { Rest } from './told.ts'
import { unexcused } from './tolerance.ts'

/** Whether a sentence rests on what it cites, and on which words and statements; else what of it does not. */
export type Checked =
  | { supported: true; quote: string; rests: readonly Rest[] }
  | { supported: false; reason: string }

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
  const top = Math.max(
    0,
    ...cited.flatMap(({ statements }) => statements.map(({ whole }) => shared(draft.whole, whole))),
  )
  for (const evidence of cited)
    for (const window of windowsFor(draft, evidence)) {
      const unsaid = missingWords(draft.whole, window, evidence, cited)
      const share = Math.max(...window.map(one => shared(draft.whole, one.whole)))
      const missing = share < top ? unsaid : unexcused(unsaid, draft.whole, window, evidence)
      const reason =
        missing.length > 0
          ? `not in the source: ${missing.map(({ raw }) => raw).join(', ')}`
          : (differs(draft, window, evidence) ?? otherAmount(draft.whole, window, evidence))
      if (reason === undefined) {
        if (!found || share > found.share) found = { window, share }
      } else if (missing.length === 0 && reason === 'negation' && share >= draft.whole.content.length)
        against = Math.max(against, share)
      if (reason !== undefined && (!nearest || missing.length < nearest.words))
        nearest = { reason, words: missing.length }
    }
  if (found && needNotBe(draft, cited)) return { supported: false, reason: 'demands what need not be' }
  // Where another statement says the contrary in as many of its words, the page does not bear the draft out.
  if (found && against <= found.share)
    return {
      supported: true,
      quote: found.window.map(one => one.whole.text).join(' '),
      rests: [{ draft, source: found.window }],
    }
  return { supported: false, reason: nearest?.reason ?? 'nothing like it in the source' }
}

/** The draft demands what a statement says need not be. */
function needNotBe(draft: Statement, cited: readonly Evidence[]): boolean {
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
    partDiffers(draft.whole, own.whole) ??
    conditionDiffers(draft, own)
  )
}
