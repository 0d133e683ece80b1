const address =
  /[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?:[a-z][a-z0-9+.-]*:)?\/\/[^\s<>()[\]"']+|\b(?:[a-z0-9-]+\.)+(?:com|net|org|io|dev|app|example|test|eu|uk|de|fr|es|it|nl|pl|tr|jp|co|info|shop|store|ai)\b(?:\/[^\s<>()[\]"']*)?/giu

/** Web and e-mail addresses must stand in a text of `cited` letter by letter; markup and images are never the model's to write. */
export function checkAddresses(text: string, cited: readonly string[]): string | undefined {
  if (/<\/?[a-z!]|!\[|javascript:|data:\w+\//i.test(text)) return 'markup'
  const targets = [...text.matchAll(/\]\(([^)\s]*)/g)].map(([, target]) => target ?? '')
  const plain = [...text.matchAll(address)].map(([found]) => found.replace(/[.,;:!?*_]+$/, ''))
  for (const found of [...targets, ...plain])
    if (!cited.some(source => holds(source, found))) return `address not in the source: ${found.slice(0, 80)}`
  return undefined
}

/** Whole addresses only: a page that names `shop.example/returns` does not vouch for `shop.example/re`. */
function holds(text: string, found: string): boolean {
  for (let at = text.indexOf(found); at >= 0; at = text.indexOf(found, at + 1)) {
    const ends = /^(?:$|[\s)>\]"',;:!*_|`]|[.?!](?:\s|$|[)"*_]))/.test(text.slice(at + found.length))
    if (ends && !/[\w@./-]/.test(text[at - 1] ?? ' ')) return true
  }
  return false
}

/** The web addresses of a text as written out, without those of e-mail. */
export function webAddressesIn(text: string): string[] {
  return [...text.matchAll(address)]
    .map(([found]) => found.replace(/[.,;:!?*_]+$/, ''))
    .filter(found => !found.includes('@') || found.includes('//'))
}
