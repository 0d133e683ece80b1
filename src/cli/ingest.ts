import type { Command } from 'commander'
import type { Job, Source } from '../contract/operator-api.ts'
import { CarelineError } from '../kit/errors.ts'
import { suggestNames } from './bot.ts'
import { type Connection, connect, waitFor } from './connect.ts'
import { type IngestTarget, ingestTarget } from './ingest-target.ts'
import { type Context, contextOf, type Output } from './output.ts'

interface IngestOptions {
  text?: string
  include?: string[]
  exclude?: string[]
  maxPages?: string
  baseUrl?: string
  language?: string
  schedule?: string
}

export function addIngest(program: Command): void {
  addReading(program, 'ingest')
}

/** The command that adds a source and reads it, under `name`: `ingest`, and `sources add`. */
export function addReading(parent: Command, name: string): void {
  parent
    .command(`${name} [path-or-url]`)
    .summary('read a folder, a file, a web site or a text')
    .description(
      'Reads a folder (Markdown, MDX, HTML, text, PDF, DOCX), a single file, a web site from a start URL, or a text that is piped in. Run it again to read what changed; nothing else is indexed anew. Options given then replace the earlier ones, and those not given stay.',
    )
    .option('--text <title>', 'a text under this title, Markdown or plain, from standard input')
    .option('--include <glob...>', 'only paths that match')
    .option('--exclude <glob...>', 'no paths that match')
    .option('--max-pages <number>', 'at most so many pages of a web site (default 500)')
    .option('--base-url <url>', 'where the pages of a folder are read by people')
    .option('--language <code>', 'language of pages whose language cannot be told')
    .option('--schedule <cron>', 'read it again by this cron expression, such as "0 4 * * *"')
    .addHelpText(
      'after',
      '\nExamples:\n  careline ingest ./docs\n  careline ingest ./manual.pdf\n  careline ingest https://help.example.com/ --max-pages 200 --schedule "0 4 * * *"\n  careline ingest --text "Opening hours" < hours.md',
    )
    .action(async (location: string | undefined, options: IngestOptions, command: Command) => {
      await ingest(contextOf(command), location, options)
    })
}

async function ingest(
  { config, out }: Context,
  location: string | undefined,
  { text: title, maxPages, ...options }: IngestOptions,
): Promise<void> {
  const settings = {
    ...options,
    ...(maxPages === undefined ? {} : { maxPages: wholeNumber(maxPages, '--max-pages') }),
  }
  const target = await ingestTarget(location, title, process.stdin)
  const server = await connect(config, text => out.progress(text), { mayCreate: true })
  try {
    const { source: begun, job } = await begin(server, target, settings)
    await watchJob(server, job, out)
    const { source } = await server.call<{ source: Source }>(`/sources/${begun.id}`)
    out.value({ source })
    out.line(
      `${source.pages} pages, ${source.passages} passages, ${source.failures.length} could not be read`,
    )
    for (const { path, reason } of source.failures) out.line(`  ${path}: ${reason}`)
    await suggestNames(server, out)
  } finally {
    await server.close()
  }
}

/** Adds the source, or changes the known one as far as something was given, and has it read. */
async function begin(
  server: Connection,
  target: IngestTarget,
  settings: object,
): Promise<{ source: Source; job: Job }> {
  const { kind, location, ...text } = target
  const { sources } = await server.call<{ sources: Source[] }>('/sources')
  const known = sources.find(each => each.kind === kind && each.location === location)
  return known
    ? server.call(`/sources/${known.id}`, { method: 'PATCH', body: { ...text, ...settings } })
    : server.call('/sources', { method: 'POST', body: { ...target, ...settings } })
}

function wholeNumber(text: string, option: string): number {
  if (!/^[1-9]\d*$/.test(text))
    throw new CarelineError('invalid', `${option} must be a whole number above 0.`)
  return Number(text)
}

/** How long until a job is looked at again, in milliseconds: soon at first, for a short one, then ever more seldom. */
const FIRST_LOOK_MS = 300
const LAST_LOOK_MS = 3_000

/**
 * Shows a job's progress until it is over; `wait` takes milliseconds.
 * @throws CarelineError when it failed for good.
 */
export async function watchJob(
  server: Pick<Connection, 'call'>,
  job: Job,
  out: Output,
  wait: (ms: number) => Promise<void> = waitFor,
): Promise<void> {
  const show = progressBar(out)
  let pause = FIRST_LOOK_MS
  for (let now = job; ; now = await server.call<Job>(`/jobs/${job.id}`)) {
    if (now.progress) show(now.progress)
    if (now.state === 'done') break
    if (now.state === 'dead') throw new CarelineError('invalid', now.lastError ?? 'The reading failed.')
    await wait(pause)
    pause = Math.min(pause * 1.3, LAST_LOOK_MS)
  }
  out.done()
}

const WIDTH = 24
const LOG_MS = 5_000

/** Draws progress; where there is no terminal, a line for each stage and then one every few seconds, as suits a log. */
export function progressBar(out: Output): (progress: NonNullable<Job['progress']>) => void {
  let stage: string | undefined
  let last = 0
  return progress => {
    const now = performance.now()
    if (!process.stderr.isTTY && progress.note === stage && now - last < LOG_MS) return
    stage = progress.note
    last = now
    out.progress(bar(progress))
  }
}

function bar({ done, total, failed, rate, etaSeconds, note = '' }: NonNullable<Job['progress']>): string {
  const share = total ? Math.min(1, done / total) : 0
  const filled = Math.round(share * WIDTH)
  const parts = [
    `[${'#'.repeat(filled)}${'.'.repeat(WIDTH - filled)}]`,
    `${done}${total === null ? '' : `/${total}`}`,
    note,
    rate > 0 ? `${rate.toFixed(0)} passages/s` : '',
    etaSeconds === null ? '' : `${Math.ceil(etaSeconds)} s left`,
    failed > 0 ? `${failed} failed` : '',
  ]
  return parts.filter(part => part !== '').join('  ')
}
