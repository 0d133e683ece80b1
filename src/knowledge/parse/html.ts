import type { Block, ParsedPage } from '../page.ts'
import { datesInFields, datesInText, type PageDates } from './dates.ts'
import { htmlBlocks } from './html-blocks.ts'
import { type HtmlDocument, parseDom } from './html-dom.ts'
import { mainContent } from './html-main.ts'
import { languageCode } from './language-code.ts'
import { absoluteUrl, mapBlockText, resolveLinks } from './links.ts'
import { placeBlocks } from './place-blocks.ts'
import { titleOfPath } from './title.ts'

/**
 * A web page as a reader sees it: its main content without navigation, scripts and hidden parts. Nothing is run
 * or fetched. `url` is where it was read (or a file's path); links are resolved against it when it is absolute.
 */
export function parseHtml(html: string, url: string): ParsedPage {
  const document = parseDom(html)
  const head = readHead(document, url)
  const blocks = placeBlocks(htmlBlocks(mainContent(document)), html)
  const base = head.url ?? url
  return {
    title: titleOf(document, blocks, url),
    ...head,
    ...datesOf(document, blocks),
    blocks: blocks.map(block => mapBlockText(block, text => resolveLinks(text, base))),
  }
}

function readHead(document: HtmlDocument, url: string): Pick<ParsedPage, 'url' | 'language' | 'description'> {
  const canonical = document.querySelector('link[rel="canonical"]')?.getAttribute('href') ?? undefined
  const found = canonical === undefined ? undefined : absoluteUrl(canonical, url)
  const language = languageCode(
    document.documentElement?.getAttribute('lang') ?? metaContent(document, 'content-language'),
  )
  const description = metaContent(document, 'description') ?? metaContent(document, 'og:description')
  return {
    ...(found ? { url: found } : {}),
    ...(language ? { language } : {}),
    ...(description ? { description } : {}),
  }
}

function metaContent(document: HtmlDocument, name: string): string | undefined {
  for (const attribute of ['name', 'property', 'http-equiv']) {
    const content = document.querySelector(`meta[${attribute}="${name}"]`)?.getAttribute('content')?.trim()
    if (content) return content
  }
  return undefined
}

/** The first `<h1>` of the content when the title names it too; else the title without the site's name. */
function titleOf(document: HtmlDocument, blocks: readonly Block[], url: string): string {
  const heading = blocks.find(block => block.kind === 'heading' && block.depth === 1)
  const h1 = heading?.kind === 'heading' ? heading.text : undefined
  const named = metaContent(document, 'og:title') ?? oneLine(document.querySelector('title')?.textContent)
  if (!named) return h1 ?? firstHeading(blocks) ?? titleOfPath(url)
  const site = metaContent(document, 'og:site_name')
  const trimmed = withoutSite(named, site)
  if (h1 && h1.length <= 120 && (named.includes(h1) || trimmed === site)) return h1
  return trimmed
}

function firstHeading(blocks: readonly Block[]): string | undefined {
  const heading = blocks.find(block => block.kind === 'heading')
  return heading?.kind === 'heading' ? heading.text : undefined
}

function oneLine(text: string | null | undefined): string | undefined {
  return text?.replace(/\s+/g, ' ').trim() || undefined
}

/** "Refunds | Acme Help" gives "Refunds": what stands behind the last separator is the site when it is the shorter part. */
function withoutSite(title: string, site: string | undefined): string {
  const parts = title.split(/\s+[|·•»–—-]\s+/)
  if (parts.length < 2) return title
  if (site && parts[0] === site) return parts.slice(1).join(' – ')
  const last = parts.at(-1) ?? ''
  const rest = title.slice(0, title.lastIndexOf(last)).replace(/\s+[|·•»–—-]\s+$/, '')
  return last === site || last.length <= Math.max(25, rest.length) ? rest : title
}

function datesOf(document: HtmlDocument, blocks: readonly Block[]): PageDates {
  const fields = Array.from(document.querySelectorAll('meta[name], meta[property]'), meta => {
    const name = meta.getAttribute('name') ?? meta.getAttribute('property') ?? ''
    return [name, meta.getAttribute('content')] as const
  })
  return { ...datesInText(paragraphsOf(blocks)), ...datesInFields(fields) }
}

/** Paragraphs and quotes of a page, where it may say from when it holds. */
export function paragraphsOf(blocks: readonly Block[]): string[] {
  return blocks.flatMap(block => (block.kind === 'paragraph' || block.kind === 'quote' ? [block.text] : []))
}
