import { contentHashOf } from './content-hash.ts'
import type { ReadContext, SourceReading, UploadSource } from './source.ts'
import { readingOf } from './source.ts'

/** A file that was given over the API, as a source of one page. */
export function readUpload(source: UploadSource, context: ReadContext): SourceReading {
  return readingOf(async function* (state) {
    const path = source.location
    state.total = 1
    const bytes = await context.uploaded?.()
    if (!bytes) yield { path, failed: 'The file is not stored: give it again.' }
    else {
      const contentHash = contentHashOf(bytes)
      const known = context.previous?.get(path)?.contentHash === contentHash
      yield known ? { path, unchanged: true, contentHash } : { path, bytes, contentHash }
    }
    state.complete = true
  })
}
