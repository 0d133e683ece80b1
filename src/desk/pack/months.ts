/** The languages whose month names are known. */
const languages = ['en', 'de', 'fr', 'es', 'pt', 'it', 'nl', 'pl', 'tr', 'ar', 'he']

/** The months' names, whole and short, as they stand beside a day; the longest first, as a pattern tries them. */
export const monthNames: readonly string[] = [...new Set(languages.flatMap(namesIn))].sort(
  (one, other) => other.length - one.length,
)

function namesIn(language: string): string[] {
  return (['long', 'short'] as const).flatMap(month => {
    const format = new Intl.DateTimeFormat(`${language}-u-nu-latn`, {
      day: 'numeric',
      month,
      timeZone: 'UTC',
    })
    return Array.from({ length: 12 }, (_, index) => {
      const parts = format.formatToParts(new Date(Date.UTC(2026, index, 15)))
      return (parts.find(({ type }) => type === 'month')?.value ?? '').replace(/\.$/, '').toLowerCase()
    }).filter(name => /^\p{L}{3,}$/u.test(name))
  })
}
