import type { Block } from '../page.ts'

const linkPattern = /\[([^\][]{1,1000})\]\(([^()\s]{1,2000})\)/g

/** A link's target as an absolute http(s) or mailto URL, or `undefined`; `.md` endings go, as sites drop them. */
export function absoluteUrl(href: string, base: string | undefined): string | undefined {
  if (/^(?:https?:\/\/[^/]|mailto:|tel:)/i.test(href) && URL.canParse(href)) return href
  const sourceFile = !/^[a-z][a-z0-9+.-]*:/i.test(href)
  const target = sourceFile ? href.replace(/(?:\/index)?\.mdx?(?=$|[?#])/i, '') : href
  const url =
    base !== undefined && URL.canParse(target, base)
      ? new URL(target, base)
      : URL.canParse(target)
        ? new URL(target)
        : undefined
  return url && /^(?:https?|mailto|tel):$/.test(url.protocol) ? url.href : undefined
}

/** Links of a text made absolute; those that cannot be (no base, another scheme) become their words. */
export function absoluteLinks(text: string, base: string | undefined): string {
  return text.replace(linkPattern, (_, words: string, href: string) => {
    const url = absoluteUrl(href, base)
    return url && !/[()]/.test(url) ? `[${words}](${url})` : words
  })
}

/** Like `absoluteLinks`, but leaves relative links alone when there is no absolute base yet. */
export function resolveLinks(text: string, base: string | undefined): string {
  return base !== undefined && /^https?:/i.test(base) ? absoluteLinks(text, base) : text
}

/** The same block with `change` applied to each of its texts that may hold Markdown (headings and code are plain). */
export function mapBlockText(block: Block, change: (text: string) => string): Block {
  if (block.kind === 'paragraph' || block.kind === 'quote') return { ...block, text: change(block.text) }
  if (block.kind === 'list')
    return { ...block, items: block.items.map(item => ({ ...item, text: change(item.text) })) }
  if (block.kind === 'table')
    return { ...block, header: block.header.map(change), rows: block.rows.map(row => row.map(change)) }
  return block
}
