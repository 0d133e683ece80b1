import { forbidConnections } from './forbid-connections.ts'
import { DocumentRefused } from './limits.ts'
import { parseDocument } from './parse-document.ts'
import type { ParseRequest, ParserReport } from './parser-messages.ts'

// The process in which every document is read. It has a memory limit and a deadline set from outside, none of the
// server's environment, no way to the network, and is thrown away after any failure that a parser did not mean.
forbidConnections()

if (process.send) {
  const report = (message: ParserReport) => process.send?.(message)
  process.on('message', (request: ParseRequest) => void answer(request).then(report))
  process.on('disconnect', () => process.exit())
  report({ ready: true })
}

async function answer({ bytes, origin }: ParseRequest): Promise<ParserReport> {
  try {
    const page = await parseDocument(bytes, origin)
    return { result: { ok: true, page }, broken: false }
  } catch (error) {
    if (error instanceof DocumentRefused)
      return { result: { ok: false, reason: error.message }, broken: false }
    return { result: { ok: false, reason: plainReason(error) }, broken: true }
  }
}

/** A parser's own complaint as a sentence: its first line, shortened. */
function plainReason(error: unknown): string {
  if (error instanceof RangeError && /call stack/i.test(error.message))
    return 'The document is nested too deeply to be read.'
  const line = (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? ''
  return `The document could not be read: ${line.slice(0, 200) || 'unknown fault'}.`
}
