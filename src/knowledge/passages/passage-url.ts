import type { PassageSentence } from '../page.ts'
import { withoutMarks } from './embed-input.ts'

/** Words of a text fragment; more make a miss likelier, fewer make it ambiguous. */
const FRAGMENT_WORDS = 8

/**
 * Where a citation of a passage opens. A page with an address of its own opens there, at the heading's anchor and,
 * in browsers that know text fragments (https://wicg.github.io/scroll-to-text-fragment/), at the passage's first
 * words; any other is shown by Careline below `basePath` (the path of its public URL, without a slash at the end).
 */
export function passageUrl(
  page: { id: string; url: string | null },
  passage: { anchor: string; sentences: readonly Pick<PassageSentence, 'kind' | 'text'>[] },
  options: { basePath?: string } = {},
): string {
  // A PDF viewer finds its page by `page=3` as it stands (RFC 8118).
  const anchor = encodeURIComponent(passage.anchor).replaceAll('%3D', '=')
  if (page.url === null || !/^https?:\/\//i.test(page.url)) {
    const hash = anchor === '' ? '' : `#${anchor}`
    return `${options.basePath ?? ''}/pages/${encodeURIComponent(page.id)}${hash}`
  }
  const base = page.url.split('#', 1)[0] ?? page.url
  const words = fragmentWords(passage.sentences)
  const directive = words === '' ? '' : `:~:text=${encodeFragment(words)}`
  return anchor === '' && directive === '' ? base : `${base}#${anchor}${directive}`
}

/** Rows and code do not stand on the page word for word; the first sentence or item does. */
function fragmentWords(sentences: readonly Pick<PassageSentence, 'kind' | 'text'>[]): string {
  const first = sentences[0]
  if (!first || first.kind === 'row' || first.kind === 'code') return ''
  return withoutMarks(first.text).split(/\s+/).slice(0, FRAGMENT_WORDS).join(' ')
}

/** `-`, `,` and `&` have a meaning inside a text directive. A lone surrogate cannot be encoded and gives nothing. */
function encodeFragment(words: string): string {
  return encodeURIComponent(words.toWellFormed()).replaceAll('-', '%2D')
}
