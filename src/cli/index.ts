import { Command, CommanderError } from 'commander'
import { version } from '../app/version.ts'
import { CarelineError, messageOf } from '../kit/errors.ts'

type AddCommand = (program: Command) => void

/** What adds which commands, in the order of the help; loaded when one is called, since most need little of the program. */
const commands: readonly (readonly [names: readonly string[], load: () => Promise<AddCommand>])[] = [
  [['start'], async () => (await import('./start.ts')).addStart],
  [['ingest'], async () => (await import('./ingest.ts')).addIngest],
  [['ask'], async () => (await import('./ask.ts')).addAsk],
  [['chat'], async () => (await import('./ask.ts')).addChat],
  [['sources'], async () => (await import('./sources.ts')).addSources],
  [['bot'], async () => (await import('./bot.ts')).addBot],
  [['trace'], async () => (await import('./trace.ts')).addTrace],
  [['eval'], async () => (await import('./eval.ts')).addEval],
  [['calibrate'], async () => (await import('./eval.ts')).addCalibrate],
  [['models'], async () => (await import('./models.ts')).addModels],
  [['doctor'], async () => (await import('./doctor.ts')).addDoctor],
  [['migrate', 'backup', 'restore'], async () => (await import('./database.ts')).addDatabase],
  [['keys'], async () => (await import('./keys.ts')).addKeys],
]

/** What the arguments may name; everything when they name nothing, for the help and for a misspelt command. */
function chosenFrom(args: readonly string[]): (() => Promise<AddCommand>)[] {
  const named = commands.filter(([names]) => names.some(name => args.includes(name)))
  return (named.length > 0 ? named : commands).map(([, load]) => load)
}

/** The program `careline`: a file per command. Gives the exit code: 0 done, 1 failed, 2 called wrongly. */
export async function runCli(args: readonly string[]): Promise<number> {
  const program = new Command('careline')
    .description(
      'Answers the questions of your visitors from your own pages, with citations, or fetches a person.',
    )
    .version(args.includes('--json') ? JSON.stringify({ version }) : version)
    .option('--json', 'print JSON for programs instead of text for people')
    .option('--data-dir <dir>', 'use this data folder instead of DATA_DIR or ./data')
    .configureOutput({
      outputError: text => complain('invalid', asOneLine(text), args.includes('--json')),
    })
    .addHelpText(
      'after',
      `
First steps:
  careline start                        the example shop, at http://localhost:8080
  careline start --knowledge ./docs     your own pages instead
  careline ingest https://help.example.com/
  careline bot set name=Ada company="Example Shop"
  careline ask "How do I get a refund?"

Commands talk to the server that runs on the same data folder, or do the work themselves when none runs. With
DATABASE_URL they do the work themselves, on that database, beside any server.
Every command takes --json. Exit codes: 0 done, 1 failed, 2 called wrongly.`,
    )
    .exitOverride()
  for (const load of chosenFrom(args)) (await load())(program)
  for (const command of [...program.commands, ...program.commands.flatMap(({ commands }) => commands)])
    command.exitOverride()
  try {
    await program.parseAsync([...args], { from: 'user' })
    return process.exitCode === undefined ? 0 : Number(process.exitCode)
  } catch (error) {
    return failed(error, args.includes('--json'))
  }
}

function failed(error: unknown, json: boolean): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  const code = error instanceof CarelineError ? error.code : 'internal'
  complain(code, messageOf(error), json)
  return 1
}

/** One line on standard error: what is wrong and what to do. */
function complain(code: string, text: string, json: boolean): void {
  const message = text.trim()
  process.stderr.write(json ? `${JSON.stringify({ error: code, message })}\n` : `careline: ${message}\n`)
}

/** "error: unknown command 'strat'\n(Did you mean start?)" on one line, with where to read more. */
function asOneLine(text: string): string {
  const line = text
    .replace(/^error: /, '')
    .trim()
    .replace(/\s*\n\s*/g, ' ')
  return `${line}${/[.?)]$/.test(line) ? '' : '.'} See careline --help.`
}
