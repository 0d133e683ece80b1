/**
 * The text as PostgreSQL can keep it: without NUL, and with lone halves of surrogate pairs replaced (they have no
 * UTF-8). Nothing else is touched: what the visitor wrote is what is kept.
 */
export function cleanText(text: string): string {
  return text.replaceAll('\0', '').toWellFormed()
}

/** The same for every text inside a plain JSON object. */
export function cleanValue(value: Record<string, unknown>): Record<string, unknown> {
  return JSON.parse(JSON.stringify(value), (_key, part: unknown) =>
    typeof part === 'string' ? cleanText(part) : part,
  ) as Record<string, unknown>
}
