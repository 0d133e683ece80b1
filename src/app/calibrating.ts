import { getBot } from '../accounts/index.ts'
import type { Responder, Response } from '../bot/index.ts'
import { FEWEST_OF_A_KIND, FEWEST_QUESTIONS } from '../contract/gate-risk.ts'
import { askBot, botSettings } from '../conversations/index.ts'
import { curveOf, goldQuestionOf, keepCalibration, listGoldenQuestions, toRunRow } from '../evals/index.ts'
import type { Clock } from '../kit/clock.ts'
import { CarelineError } from '../kit/errors.ts'
import type { Database } from '../platform/database/index.ts'
import { enqueueJob, type Job, type JobContext, type JobHandler } from '../platform/jobs/index.ts'

/** The kind under which the calibration of a bot is queued. */
export const CALIBRATE_JOB = 'bot.calibrate'

interface Deps {
  database: Database
  clock: Clock
}

/**
 * Queues the calibration of a bot on the golden questions of its workspace, once however often it is asked for.
 * @returns the job's id.
 * @throws CarelineError `invalid` when there are too few of them.
 */
export async function queueCalibration(
  { database, clock }: Deps,
  { workspaceId, botId }: { workspaceId: string; botId: string },
): Promise<string> {
  const golden = await listGoldenQuestions(database.sql, workspaceId)
  const answerable = golden.filter(one => one.answerable).length
  if (golden.length < FEWEST_QUESTIONS || !isMixed(answerable, golden.length))
    throw new CarelineError(
      'invalid',
      `A curve needs at least ${FEWEST_QUESTIONS} golden questions, ${FEWEST_OF_A_KIND} with an answer in the pages and ${FEWEST_OF_A_KIND} without. There are ${golden.length}, ${answerable} of them with one.`,
    )
  const payload = { botId }
  const uniqueKey = `${CALIBRATE_JOB} ${botId}`
  return await enqueueJob(
    database.sql,
    { workspaceId, kind: CALIBRATE_JOB, payload, uniqueKey, maxAttempts: 2 },
    clock.now(),
  )
}

const isMixed = (answerable: number, all: number) =>
  Math.min(answerable, all - answerable) >= FEWEST_OF_A_KIND

/**
 * Asks the golden questions with the gate open, in the workspace as it is and with the bot's own models, and keeps what
 * would come of them at each threshold. The threshold itself stays: choosing it is for a person.
 */
export function createCalibrateHandler(deps: Deps & { responder: Responder }): JobHandler {
  return { run: (job, context) => calibrateBot(deps, job, context) }
}

async function calibrateBot(
  { database, clock, responder }: Deps & { responder: Responder },
  { workspaceId, payload }: Job,
  { signal, progress }: JobContext,
): Promise<void> {
  const { botId } = payload as { botId: string }
  const bot = await getBot(database.sql, botId)
  const questions = (await listGoldenQuestions(database.sql, workspaceId)).map(goldQuestionOf)
  const settings = { ...botSettings(bot.settings), gateThreshold: 0 }
  const rows = []
  const started = clock.now().getTime()
  for (const { id, question } of questions) {
    signal.throwIfAborted()
    const asked = clock.now().getTime()
    let response: Response | undefined
    const respond: Responder['respond'] = async turn => {
      response = await responder.respond(turn)
      return response
    }
    const turn = { workspaceId, botId, question, history: [], settings, signal }
    await askBot({ database, clock, respond }, turn)
    if (response) rows.push(toRunRow(id, response, clock.now().getTime() - asked))
    await progress(progressOf(rows.length, questions.length, (clock.now().getTime() - started) / 1000))
  }
  const curve = { ...curveOf(questions, rows), asked: 'golden-questions' as const }
  await keepCalibration(database.sql, { workspaceId, botId }, curve, clock.now())
}

function progressOf(done: number, total: number, seconds: number) {
  const rate = seconds > 0 ? done / seconds : 0
  const etaSeconds = rate > 0 ? Math.round((total - done) / rate) : null
  return { done, total, failed: 0, rate, etaSeconds, note: 'asking golden questions' }
}
