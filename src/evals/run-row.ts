import { readFile, writeFile } from 'node:fs/promises'
import { z } from 'zod'
import type { Response } from '../bot/index.ts'
import { CarelineError } from '../kit/errors.ts'

/** What came of one question. Document names are paths relative to `docs/`; `ms` is the whole turn in milliseconds. */
const RunRow = z.object({
  id: z.string(),
  answered: z.boolean(),
  cited_docs: z.array(z.string()),
  answer: z.string(),
  ms: z.number(),
  retrieved_docs: z.array(z.string()),
  /** What was decided: `answered`, `clarify`, or `refused: none-relevant` and the like. */
  decision: z.string().optional(),
  /** The gate's calibrated score of this question, 0 to 1; absent when no gate was asked. */
  score: z.number().optional(),
})
export type RunRow = z.infer<typeof RunRow>

/** Pages kept in `retrieved_docs`, best first. */
const mostRetrieved = 10

/** A response as a row of a run. */
export function toRunRow(id: string, response: Response, ms: number): RunRow {
  const { decision, trace } = response
  const answered = decision.kind === 'answered'
  return {
    id,
    answered,
    cited_docs: answered ? unique(decision.citations.map(citation => citation.path)) : [],
    answer: answered ? decision.text : '',
    ms: Math.round(ms * 100) / 100,
    retrieved_docs: unique(trace.candidates.map(candidate => candidate.path)).slice(0, mostRetrieved),
    decision: decision.kind === 'refused' ? `refused: ${decision.reason}` : decision.kind,
    ...(trace.gate.verdict === 'skipped' ? {} : { score: trace.gate.score }),
  }
}

/** Writes a run, one JSON object a line. */
export async function writeRun(path: string, rows: readonly RunRow[]): Promise<void> {
  await writeFile(path, `${rows.map(row => JSON.stringify(row)).join('\n')}\n`)
}

/** Reads a run. Throws `invalid` with the line number of the first broken line, `not-found` when there is no file. */
export async function readRun(path: string): Promise<RunRow[]> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new CarelineError('not-found', `No run at ${path}`, { cause })
  })
  return text
    .split(/\r?\n/u)
    .flatMap((line, index) => (line.trim() === '' ? [] : [rowOfLine(line, `${path}:${index + 1}`)]))
}

function rowOfLine(line: string, where: string): RunRow {
  try {
    return RunRow.parse(JSON.parse(line))
  } catch (cause) {
    throw new CarelineError('invalid', `${where}: not a row of a run`, { cause })
  }
}

function unique<T>(items: readonly T[]): T[] {
  return [...new Set(items)]
}
