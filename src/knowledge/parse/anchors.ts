/**
 * Anchors of headings as most documentation sites make them (the rules of github-slugger): lower case, punctuation
 * dropped, spaces to hyphens, and `-1`, `-2` behind one that is taken. Unique per page.
 */
export interface Anchors {
  /** The slug of a heading's text, made unique. */
  slug(text: string): string
  /** Takes an id the page itself gives; made unique as well when the page uses it twice. */
  take(id: string): string
}

export function createAnchors(): Anchors {
  const taken = new Map<string, number>()
  const unique = (wanted: string): string => {
    let anchor = wanted
    while (taken.has(anchor)) {
      const next = (taken.get(wanted) ?? 0) + 1
      taken.set(wanted, next)
      anchor = `${wanted}-${next}`
    }
    taken.set(anchor, 0)
    return anchor
  }
  return {
    slug: text => unique(slugOf(text) || 'section'),
    take: id => unique(id),
  }
}

function slugOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-')
}
