import { existsSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { text as textOf } from 'node:stream/consumers'
import type { AddSource } from '../contract/operator-api.ts'
import { CarelineError } from '../kit/errors.ts'

/** What is to be read, without how. */
export type IngestTarget = Pick<AddSource, 'kind' | 'location' | 'text'>

/**
 * The source that the arguments of `ingest` name: a path or URL, or with `--text` what comes on standard input.
 * @throws CarelineError `invalid` when they name none, or two
 */
export async function ingestTarget(
  location: string | undefined,
  title: string | undefined,
  input: NodeJS.ReadableStream,
): Promise<IngestTarget> {
  if ((location === undefined) === (title === undefined))
    throw new CarelineError('invalid', 'Give either a path or URL, or --text TITLE with the text piped in.')
  if (location !== undefined) return placeOf(location)
  const text = await textOf(input)
  if (text.trim() === '')
    throw new CarelineError(
      'invalid',
      'Nothing came on standard input. Pipe the text in: careline ingest --text "Opening hours" < hours.md',
    )
  return { kind: 'text', location: title ?? '', text }
}

function placeOf(location: string): IngestTarget {
  if (/^https?:\/\//i.test(location)) return { kind: 'url', location }
  const path = resolve(location)
  if (!existsSync(path))
    throw new CarelineError('invalid', `There is nothing at ${path}. Give a folder, a file or a URL.`)
  return { kind: statSync(path).isDirectory() ? 'folder' : 'file', location: path }
}
