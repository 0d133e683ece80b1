import type { AuditEntry } from '../../accounts/index.ts'

const columns = ['id', 'at', 'actor', 'action', 'object', 'objectId', 'address', 'details'] as const

/** The whole log as CSV, read page by page. */
export async function asCsv(read: (page: { before?: string }) => Promise<AuditEntry[]>): Promise<string> {
  const lines = [columns.join(',')]
  let page = await read({})
  while (page.length > 0) {
    lines.push(...page.map(lineOf))
    page = await read({ before: page.at(-1)!.id })
  }
  return `${lines.join('\r\n')}\r\n`
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
