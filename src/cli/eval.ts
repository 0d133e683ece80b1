import { join } from 'node:path'
import type { Command } from 'commander'
import { evalDeps } from '../app/eval-bench.ts'
import type { Config } from '../config.ts'
import {
  calibrate,
  compareRuns,
  comparisonLines,
  type EvalProgress,
  type GoldQuestion,
  parseQuestions,
  percent,
  readQuestions,
  readRun,
  reportLines,
  runEval,
  writeRun,
} from '../evals/index.ts'
import { CarelineError } from '../kit/errors.ts'
import { requireDataFolder, within } from './connect.ts'
import { askedBot, readThreshold, settingsLine, usedSettings } from './eval-settings.ts'
import { type Context, contextOf, type Output } from './output.ts'

export function addEval(program: Command): void {
  program
    .command('eval <dir>')
    .summary('ask golden questions and score the answers')
    .description(
      'DIR holds docs/ and questions.jsonl (see docs/eval.md). The pages are read into a throw-away workspace and every question is asked as a visitor would.',
    )
    .option('--bot <id>', 'ask with the stored settings of this bot (default: the first one)')
    .option('--threshold <number>', 'another threshold of the gate than the stored one, 0 to 1')
    .option('--golden', 'ask the golden questions kept on the knowledge screen, not those of DIR')
    .option('--out <file>', 'write the answers, a JSON object a line')
    .option('--compare <file>', 'show what changed since this earlier run, question by question')
    .action(score)
}

interface EvalArguments {
  bot?: string
  threshold?: string
  golden?: boolean
  out?: string
  compare?: string
}

async function score(dir: string, given: EvalArguments, command: Command): Promise<void> {
  const context = contextOf(command)
  const { config, out } = context
  const gateThreshold = readThreshold(given.threshold)
  // Read first: a wrong name should not cost a whole run.
  const earlier = given.compare ? await readRun(given.compare) : undefined
  const asked = given.golden ? await goldenOf(context) : await readQuestions(join(dir, 'questions.jsonl'))
  const bot = await askedBot(context, given.bot)
  const { questions, rows, report } = await runEval(dir, evalDeps(quiet(config), bot), {
    onProgress: showing(out),
    questions: asked,
    ...(gateThreshold === undefined ? {} : { settings: { gateThreshold } }),
  })
  out.done()
  if (given.out) await writeRun(given.out, rows)
  const comparison = earlier && compareRuns(questions, earlier, rows)
  const settings = usedSettings(bot, gateThreshold, config)
  out.value({ settings, ...report, ...(comparison ? { comparison } : {}) })
  for (const line of [settingsLine(settings), ...reportLines(report)]) out.line(line)
  if (!comparison) return
  out.line()
  for (const line of comparisonLines(comparison)) out.line(line)
}

/** The golden questions of the running server or the data folder. @throws CarelineError `invalid` when there are none. */
async function goldenOf(context: Context): Promise<GoldQuestion[]> {
  const lines = await within(
    context,
    async server => await (await server.request('/golden-questions.jsonl')).text(),
  )
  return parseQuestions(lines, 'the golden questions')
}

export function addCalibrate(program: Command): void {
  program
    .command('calibrate <dir>')
    .summary('set the gate for a stated risk of wrong answers')
    .description(
      'Finds the lowest threshold that keeps wrong answers to the stated share of the answers given, and stores it in the bot.',
    )
    .option('--risk <percent>', 'wrong answers, in percent of the answers given', '5')
    .option('--bot <id>', 'the bot to set (default: the first one)')
    .option('--dry-run', 'show the threshold and store nothing')
    .action(
      async (dir: string, options: { risk: string; bot?: string; dryRun?: boolean }, command: Command) => {
        const context = contextOf(command)
        const { config, out } = context
        const risk = Number(options.risk) / 100
        if (!(risk > 0 && risk < 1))
          throw new CarelineError('invalid', '--risk must be more than 0 and less than 100 (percent).')
        // Before the long work, not after it.
        if (!options.dryRun) requireDataFolder(config)
        await readQuestions(join(dir, 'questions.jsonl'))
        const bot = await askedBot(context, options.bot)
        const result = await calibrate(dir, risk, evalDeps(quiet(config), bot), { onProgress: showing(out) })
        out.done()
        out.line(
          `threshold ${result.threshold.toFixed(3)}: ${percent(result.wrongAnswers)} of answers wrong, ${percent(result.falseRefusals)} of answerable questions refused, on ${result.questions} questions`,
        )
        if (options.dryRun) return out.value(result)
        await within(context, async server => {
          const { bots } = await server.call<{ bots: { botId: string }[] }>('/bots')
          const botId = bot.botId ?? bots[0]?.botId ?? ''
          await server.call(`/bots/${encodeURIComponent(botId)}/calibration`, {
            method: 'PUT',
            body: { ...result.curve, threshold: result.threshold },
          })
          out.value({ ...result, botId })
          out.line(`Stored in ${botId}.`)
        })
      },
    )
}

/** The models of the configuration, with no log between the lines of the report. */
function quiet(config: Config): Config {
  return { ...config, LOG_LEVEL: 'error' }
}

const stages = { read: 'reading pages', embed: 'embedding passages', ask: 'asking' } as const

function showing(out: Output): (progress: EvalProgress) => void {
  let last = 0
  return ({ stage, done, total }) => {
    // Lines of a log file, not of a terminal, should be few.
    if (!process.stderr.isTTY && done < total && done - last < 25) return
    last = done < total ? done : 0
    out.progress(`${stages[stage]}  ${done}/${total}`)
  }
}
