import { existsSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { Job, Source } from '../contract/operator-api.ts'
import { CarelineError } from '../kit/errors.ts'
import { type Connection, connect } from './connect.ts'
import { type Context, contextOf, type Output } from './output.ts'

interface IngestOptions {
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
    .command(`${name} <path-or-url>`)
    .summary('read a folder, a file or a web site')
    .description(
      'Reads a folder (Markdown, MDX, HTML, text, PDF, DOCX), a single file, or a web site from a start URL. Run it again to read what changed; nothing else is indexed anew.',
    )
    .option('--include <glob...>', 'only paths that match')
    .option('--exclude <glob...>', 'no paths that match')
    .option('--max-pages <number>', 'at most so many pages of a web site (default 500)')
    .option('--base-url <url>', 'where the pages of a folder are read by people')
    .option('--language <code>', 'language of pages whose language cannot be told')
    .option('--schedule <cron>', 'read it again by this cron expression, such as "0 4 * * *"')
    .addHelpText(
      'after',
      '\nExamples:\n  careline ingest ./docs\n  careline ingest ./manual.pdf\n  careline ingest https://help.example.com/ --max-pages 200 --schedule "0 4 * * *"',
    )
    .action(async (location: string, options: IngestOptions, command: Command) => {
      await ingest(contextOf(command), location, options)
    })
}

async function ingest({ config, out }: Context, location: string, options: IngestOptions): Promise<void> {
  const spec = {
    ...specOf(location),
    ...options,
    maxPages: options.maxPages === undefined ? undefined : wholeNumber(options.maxPages, '--max-pages'),
  }
  const server = await connect(config, text => out.progress(text))
  try {
    const { sources } = await server.call<{ sources: Source[] }>('/sources')
    const known = sources.find(each => each.kind === spec.kind && each.location === spec.location)
    const { job, id } = known
      ? {
          job: (await server.call<{ job: Job }>(`/sources/${known.id}/sync`, { method: 'POST' })).job,
          id: known.id,
        }
      : await server
          .call<{ source: Source; job: Job }>('/sources', { method: 'POST', body: spec })
          .then(added => ({ job: added.job, id: added.source.id }))
    await watchJob(server, job, out)
    const { source } = await server.call<{ source: Source }>(`/sources/${id}`)
    out.value({ source })
    out.line(
      `${source.pages} pages, ${source.passages} passages, ${source.failures.length} could not be read`,
    )
    for (const { path, reason } of source.failures) out.line(`  ${path}: ${reason}`)
  } finally {
    await server.close()
  }
}

function wholeNumber(text: string, option: string): number {
  if (!/^[1-9]\d*$/.test(text))
    throw new CarelineError('invalid', `${option} must be a whole number above 0.`)
  return Number(text)
}

function specOf(location: string): { kind: 'url' | 'folder' | 'file'; location: string } {
  if (/^https?:\/\//i.test(location)) return { kind: 'url', location }
  const path = resolve(location)
  if (!existsSync(path))
    throw new CarelineError('invalid', `There is nothing at ${path}. Give a folder, a file or a URL.`)
  return { kind: statSync(path).isDirectory() ? 'folder' : 'file', location: path }
}

/** Shows a job's progress until it is over. @throws CarelineError when it failed for good. */
export async function watchJob(server: Connection, job: Job, out: Output): Promise<void> {
  const show = progressBar(out)
  for (let now = job; ; now = await server.call<Job>(`/jobs/${job.id}`)) {
    if (now.progress) show(now.progress)
    if (now.state === 'done') break
    if (now.state === 'dead') throw new CarelineError('invalid', now.lastError ?? 'The reading failed.')
    await new Promise(resolve => setTimeout(resolve, 300))
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
