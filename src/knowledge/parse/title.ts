/** A readable title from a path or URL, for documents that have none: `a/refund-policy_2026.pdf` gives "Refund policy 2026". */
export function titleOfPath(path: string): string {
  const end = path.search(/[?#]/)
  const name = (end < 0 ? path : path.slice(0, end)).split('/').filter(Boolean).pop() ?? path
  const dot = name.lastIndexOf('.')
  const words = (dot > 0 ? name.slice(0, dot) : name).replace(/[-_+]+|%20/g, ' ').trim()
  return words === '' ? 'Untitled' : words[0]?.toUpperCase() + words.slice(1)
}
