import { join } from 'node:path'
import type { BotSettings, HistoryLine, Response, Turn } from '../bot/index.ts'
import { type Clock, systemClock } from '../kit/clock.ts'
import { type GoldQuestion, readQuestions } from './question.ts'
import { type EvalReport, reportOf } from './report.ts'
import { type RunRow, toRunRow } from './run-row.ts'

/** A bot over a throw-away workspace that holds the pages under test. */
export interface EvalBench {
  workspaceId: string
  botId: string
  settings: BotSettings
  respond(turn: Turn): Promise<Response>
  close(): Promise<void>
}

export interface EvalDeps {
  /** Reads a folder of documents through the real ingest into a new throw-away workspace. */
  openBench(docsDir: string, onProgress: (progress: EvalProgress) => void): Promise<EvalBench>
  clock?: Clock
}

export interface EvalProgress {
  stage: 'read' | 'embed' | 'ask'
  done: number
  total: number
}

export interface EvalOptions {
  onProgress?: (progress: EvalProgress) => void
  /** Put in place of the bot's settings, for instance another gate threshold. */
  settings?: Partial<BotSettings>
  /** Asked in place of those of the folder. */
  questions?: readonly GoldQuestion[]
  signal?: AbortSignal
}

export interface EvalRun {
  questions: GoldQuestion[]
  rows: RunRow[]
  report: EvalReport
}

/**
 * Reads `dir/docs` into a throw-away workspace and asks every question of `dir/questions.jsonl` as production does, its
 * history as the conversation so far. Throws `invalid` for a broken questions file before anything is read in.
 */
export async function runEval(dir: string, deps: EvalDeps, options: EvalOptions = {}): Promise<EvalRun> {
  const questions = [...(options.questions ?? (await readQuestions(join(dir, 'questions.jsonl'))))]
  const rows = await askAll(dir, questions, deps, options)
  return { questions, rows, report: reportOf(questions, rows) }
}

/** Asks the questions one after the other, so that times are those of a turn that runs alone. */
async function askAll(
  dir: string,
  questions: readonly GoldQuestion[],
  deps: EvalDeps,
  options: EvalOptions,
): Promise<RunRow[]> {
  const tell = options.onProgress ?? (() => undefined)
  const bench = await deps.openBench(join(dir, 'docs'), tell)
  const rows: RunRow[] = []
  try {
    for (const question of questions) {
      options.signal?.throwIfAborted()
      const started = performance.now()
      const response = await bench.respond(turnOf(question, bench, options, deps.clock ?? systemClock))
      rows.push(toRunRow(question.id, response, performance.now() - started))
      tell({ stage: 'ask', done: rows.length, total: questions.length })
    }
  } finally {
    await bench.close()
  }
  return rows
}

function turnOf(question: GoldQuestion, bench: EvalBench, options: EvalOptions, clock: Clock): Turn {
  return {
    workspaceId: bench.workspaceId,
    botId: bench.botId,
    question: question.question,
    history: question.history.map(
      (line): HistoryLine => ({ role: line.role === 'user' ? 'visitor' : 'bot', text: line.text }),
    ),
    ...(question.language === undefined ? {} : { language: question.language }),
    now: clock.now(),
    settings: { ...bench.settings, ...options.settings },
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  }
}
