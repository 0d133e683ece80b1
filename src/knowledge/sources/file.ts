import { realpath, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { CarelineError } from '../../kit/errors.ts'
import { readFileItem } from './folder.ts'
import type { FileSource, ReadContext, SourceReading } from './source.ts'
import { readingOf } from './source.ts'

/** A single file of the server's disk. @throws CarelineError not-found */
export function readFileSource(source: FileSource, context: ReadContext): SourceReading {
  return readingOf(async function* (state) {
    const full = await realpath(source.location).catch(() => undefined)
    if (full === undefined || !(await stat(full)).isFile())
      throw new CarelineError('not-found', `There is no file ${source.location}.`)
    const path = basename(source.location)
    state.total = 1
    yield await readFileItem(full, path, context.previous?.get(path)?.contentHash)
    state.complete = true
  })
}
