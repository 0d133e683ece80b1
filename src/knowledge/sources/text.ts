import { contentHashOf } from './content-hash.ts'
import type { ReadContext, SourceReading, TextSource } from './source.ts'
import { readingOf } from './source.ts'

/** Pasted text as a source of one Markdown page. */
export function readText(source: TextSource, context: ReadContext): SourceReading {
  return readingOf(async function* (state) {
    const bytes = new TextEncoder().encode(source.text)
    const contentHash = contentHashOf(bytes)
    const path = source.location
    const known = context.previous?.get(path)?.contentHash === contentHash
    const url = source.url === undefined ? {} : { url: source.url }
    state.total = 1
    yield known
      ? { path, ...url, unchanged: true, contentHash }
      : { path, ...url, mediaType: 'text/markdown', bytes, contentHash }
    state.complete = true
  })
}
