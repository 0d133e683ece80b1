import type { AuditEntry } from '../../accounts/index.ts'

const columns = ['id', 'at', 'actor', 'action', 'object', 'objectId', 'address', 'details'] as const

type ReadPage = (page: { before?: string }) => Promise<AuditEntry[]>

/** The lines as CSV (RFC 4180), read page by page. */
export async function asCsv(read: ReadPage): Promise<string> {
  const lines = [columns.join(',')]
  for await (const entry of entriesOf(read)) lines.push(lineOf(entry))
  return `${lines.join('\r\n')}\r\n`
}

/** The lines as JSON, one a line. */
export async function asJsonLines(read: ReadPage): Promise<string> {
  const lines: string[] = []
  for await (const entry of entriesOf(read)) lines.push(`${JSON.stringify(entry)}\n`)
  return lines.join('')
}

async function* entriesOf(read: ReadPage): AsyncGenerator<AuditEntry> {
  let page = await read({})
  while (page.length > 0) {
    yield* page
    page = await read({ before: page.at(-1)!.id })
  }
}

function lineOf(entry: AuditEntry): string {
  const values = { ...entry, at: entry.at.toISOString(), details: JSON.stringify(entry.details) }
  return columns.map(column => cell(values[column] ?? '')).join(',')
}

/** Quoted, and never read as a formula by a spreadsheet, which takes a cell that begins with one of these for one. */
function cell(text: string): string {
  const inert = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return `"${inert.replaceAll('"', '""')}"`
}
