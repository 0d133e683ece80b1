import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { CarelineError } from '../kit/errors.ts'

const HistoryEntry = z.object({ role: z.enum(['user', 'assistant']), text: z.string() })

/**
 * One golden question. `answerable` is null where neither an answer nor a refusal is wrong (underspecified questions);
 * such rows count for retrieval only. `gold_docs` are paths relative to `docs/`; only their base names are compared.
 */
const GoldQuestion = z
  .object({
    id: z.string().min(1),
    question: z.string().min(1),
    answerable: z.boolean().nullable(),
    gold_docs: z.array(z.string()).default([]),
    gold_answer: z.string().nullish(),
    kind: z.string().default('all'),
    history: z.array(HistoryEntry).default([]),
    language: z.string().optional(),
  })
  .refine(row => row.answerable !== true || row.gold_docs.length > 0, {
    message: 'an answerable question needs at least one path in gold_docs',
  })
export type GoldQuestion = z.infer<typeof GoldQuestion>

const mostProblemsTold = 20

/**
 * Reads a file of golden questions, one JSON object a line.
 * Throws `invalid` naming every broken line with its number and what is wrong with it, `not-found` when there is no file.
 */
export async function readQuestions(path: string): Promise<GoldQuestion[]> {
  return parseQuestions(await readText(path), path)
}

/**
 * The same from text; `name` stands in front of the line numbers of an error. Public sets have ids that stand for two
 * questions: the second one becomes `id#2`, so that every row of a run is told apart.
 */
export function parseQuestions(text: string, name = 'questions.jsonl'): GoldQuestion[] {
  const problems: string[] = []
  const questions: GoldQuestion[] = []
  const seen = new Map<string, number>()
  text.split(/\r?\n/u).forEach((line, index) => {
    if (line.trim() === '') return
    const parsed = parseLine(line)
    if ('problem' in parsed) {
      problems.push(`${name}:${index + 1}: ${parsed.problem}`)
      return
    }
    const { id } = parsed.question
    const times = (seen.get(id) ?? 0) + 1
    seen.set(id, times)
    questions.push(times === 1 ? parsed.question : { ...parsed.question, id: `${id}#${times}` })
  })
  if (problems.length === 0 && questions.length === 0) problems.push(`${name}: holds no questions`)
  if (problems.length > 0) throw invalidLines(problems)
  return questions
}

function parseLine(line: string): { question: GoldQuestion } | { problem: string } {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return { problem: 'not a JSON object' }
  }
  const checked = GoldQuestion.safeParse(value)
  if (checked.success) return { question: checked.data }
  return { problem: checked.error.issues.map(issueText).join('; ') }
}

function issueText(issue: z.core.$ZodIssue): string {
  return issue.path.length === 0 ? issue.message : `${issue.path.join('.')}: ${issue.message}`
}

function invalidLines(problems: readonly string[]): CarelineError {
  const more = problems.length - mostProblemsTold
  const told = problems.slice(0, mostProblemsTold).join('\n')
  return new CarelineError('invalid', more > 0 ? `${told}\n... and ${more} more` : told, {
    details: { problems: problems.length },
  })
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    throw new CarelineError('not-found', `No file of questions at ${path}`, { cause })
  }
}
