import { CarelineError } from '../kit/errors.ts'
import { baseName, goldRecall } from './match.ts'
import type { GoldQuestion } from './question.ts'
import type { RunRow } from './run-row.ts'

/** The figures of one question; absent where the question does not bear on the figure. All are 0 to 1. */
export interface Marks {
  hit1?: number
  hit5?: number
  citationPrecision?: number
  answeredCorrectly?: number
  falseRefusal?: number
  wronglyAnswered?: number
  /** Asked back: rightly where the question does not say enough, needlessly where it has an answer. */
  clarifyNeither?: number
  clarifyAnswerable?: number
}

/** One question judged. */
export interface Judged {
  id: string
  kind: string
  answerable: boolean | null
  answered: boolean
  ms: number | undefined
  words: number | undefined
  marks: Marks
}

/** The mean of every figure over some questions, with refusing as the positive class of the last three. */
export interface Figures {
  hit1?: number
  hit5?: number
  citationPrecision?: number
  answeredCorrectly?: number
  falseRefusal?: number
  wronglyAnswered?: number
  clarifyNeither?: number
  clarifyAnswerable?: number
  refusalPrecision?: number
  refusalRecall?: number
  refusalF1?: number
}

export type Figure = keyof Figures

const rightShare = 0.5

/**
 * Judges a run against its golden questions. A question without a row counts against the bot: as a refusal when it was
 * answerable, as a wrong answer when it was not. Throws `invalid` when the run holds an id twice.
 */
export function judge(questions: readonly GoldQuestion[], run: readonly RunRow[]): Judged[] {
  const rows = new Map<string, RunRow>()
  for (const row of run) {
    if (rows.has(row.id)) throw new CarelineError('invalid', `The run holds the id "${row.id}" twice`)
    rows.set(row.id, row)
  }
  return questions.map(question => judgeOne(question, rows.get(question.id)))
}

function judgeOne(question: GoldQuestion, row: RunRow | undefined): Judged {
  const answered = row === undefined ? question.answerable === false : row.answered
  const gold = new Set(question.gold_docs.map(baseName))
  const marks: Marks = {}
  if (question.answerable !== false && gold.size > 0) markRetrieval(marks, row, gold)
  if (question.answerable === true) markAnswer(marks, question, row, gold)
  if (question.answerable === false) marks.wronglyAnswered = answered ? 1 : 0
  markAskingBack(marks, question, row)
  return {
    id: question.id,
    kind: question.kind,
    answerable: question.answerable,
    answered,
    ms: row?.ms,
    words: row?.answered === true ? wordCount(row.answer) : undefined,
    marks,
  }
}

function markRetrieval(marks: Marks, row: RunRow | undefined, gold: ReadonlySet<string>): void {
  const ranked = distinctNames(row?.retrieved_docs ?? [])
  marks.hit1 = ranked.slice(0, 1).some(name => gold.has(name)) ? 1 : 0
  marks.hit5 = ranked.slice(0, 5).some(name => gold.has(name)) ? 1 : 0
}

function markAnswer(
  marks: Marks,
  question: GoldQuestion,
  row: RunRow | undefined,
  gold: ReadonlySet<string>,
): void {
  const answered = row?.answered === true
  marks.falseRefusal = answered ? 0 : 1
  const cited = distinctNames(row?.cited_docs ?? [])
  const right = cited.filter(name => gold.has(name)).length
  if (answered) marks.citationPrecision = cited.length === 0 ? 0 : right / cited.length
  if (!question.gold_answer) return
  const recall = answered ? goldRecall(row.answer, question.gold_answer) : 0
  marks.answeredCorrectly = answered && right > 0 && recall >= rightShare ? 1 : 0
}

/** Only where the run tells its decisions; those of other programs do not. */
function markAskingBack(marks: Marks, { answerable }: GoldQuestion, row: RunRow | undefined): void {
  if (row?.decision === undefined || answerable === false) return
  marks[answerable ? 'clarifyAnswerable' : 'clarifyNeither'] = row.decision === 'clarify' ? 1 : 0
}

/** The means of the marks of some judged questions. */
export function figuresOf(judged: readonly Judged[]): Figures {
  const figures: Figures = {}
  for (const figure of [
    'hit1',
    'hit5',
    'citationPrecision',
    'answeredCorrectly',
    'falseRefusal',
    'wronglyAnswered',
    'clarifyNeither',
    'clarifyAnswerable',
  ] as const) {
    const values = judged.flatMap(({ marks }) => marks[figure] ?? [])
    if (values.length > 0) figures[figure] = mean(values)
  }
  const both = judged.some(one => one.answerable === true) && judged.some(one => one.answerable === false)
  return both ? { ...figures, ...refusalFigures(judged) } : figures
}

function refusalFigures(judged: readonly Judged[]): Figures {
  const refused = judged.filter(one => !one.answered && one.answerable !== null)
  const rightly = refused.filter(one => one.answerable === false).length
  const due = judged.filter(one => one.answerable === false).length
  const precision = refused.length === 0 ? 0 : rightly / refused.length
  const recall = rightly / due
  const sum = precision + recall
  return {
    refusalPrecision: precision,
    refusalRecall: recall,
    refusalF1: sum === 0 ? 0 : (2 * precision * recall) / sum,
  }
}

/** The value below which the share `q` of the values lie, between two values by straight line; undefined for none. */
export function quantile(values: readonly number[], q: number): number | undefined {
  if (values.length === 0) return undefined
  const sorted = [...values].sort((a, b) => a - b)
  const at = (sorted.length - 1) * q
  const low = sorted[Math.floor(at)] ?? 0
  const high = sorted[Math.min(Math.floor(at) + 1, sorted.length - 1)] ?? low
  return low + (high - low) * (at - Math.floor(at))
}

function distinctNames(paths: readonly string[]): string[] {
  return [...new Set(paths.map(baseName))]
}

function wordCount(text: string): number {
  return text.split(/\s+/u).filter(Boolean).length
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
