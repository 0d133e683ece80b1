import type { LanguageDetector } from '../../models/index.ts'
import type { ParsedPage, Passage } from '../page.ts'
import { absoluteLinks, absoluteUrl, mapBlockText } from '../parse/links.ts'
import { cutPassages } from '../passages/cut.ts'
import { withoutMarks } from '../passages/embed-input.ts'
import type { SourceItem } from '../sources/source.ts'
import type { SourceSettings } from '../store/sources.ts'

/** A page with its address and language settled, its links absolute, and its passages. */
export interface ReadyPage {
  page: ParsedPage & { language: string }
  url: string | null
  passages: Passage[]
}

/** Characters of a page that its language is told from. */
const LANGUAGE_SAMPLE = 2000

/** Settles what the parser left open and cuts the page. `target`: words a passage aims at (the embedder's manifest). */
export function readyPage(
  parsed: ParsedPage,
  item: Pick<SourceItem, 'path' | 'url'>,
  settings: SourceSettings,
  { detector, target }: { detector: LanguageDetector; target: number | undefined },
): ReadyPage {
  const url = pageUrl(parsed, item, settings.baseUrl)
  const language = parsed.language ?? detector.detect(sampleOf(parsed)) ?? settings.language ?? 'en'
  const page = {
    ...parsed,
    language,
    title: parsed.title.slice(0, 300),
    blocks: parsed.blocks.map(block => mapBlockText(block, text => absoluteLinks(text, url ?? undefined))),
    ...(url === null ? {} : { url }),
  }
  if (url === null) delete page.url
  return { page, url, passages: cutPassages(page, { language, ...(target === undefined ? {} : { target }) }) }
}

/** The page's own word, if it is of the same site; then where it was fetched; then its place below the base URL. */
function pageUrl(
  parsed: ParsedPage,
  item: Pick<SourceItem, 'path' | 'url'>,
  baseUrl: string | undefined,
): string | null {
  const fetched = item.url ?? (/^https?:\/\//i.test(item.path) ? item.path : undefined)
  const base = fetched ?? (baseUrl === undefined ? undefined : withSlash(baseUrl))
  const own = parsed.url === undefined ? undefined : absoluteUrl(parsed.url, base)
  if (own && /^https?:/.test(own) && (fetched === undefined || sameOrigin(own, fetched))) return own
  if (fetched) return fetched
  return baseUrl === undefined
    ? null
    : (absoluteUrl(encodeURI(item.path.replace(/\.html?$/i, '')), withSlash(baseUrl)) ?? null)
}

function withSlash(url: string): string {
  return url.endsWith('/') ? url : `${url}/`
}

function sameOrigin(a: string, b: string): boolean {
  return URL.canParse(a) && URL.canParse(b) && new URL(a).origin === new URL(b).origin
}

function sampleOf(page: ParsedPage): string {
  let sample = page.title
  for (const block of page.blocks) {
    if (sample.length >= LANGUAGE_SAMPLE) break
    if (block.kind === 'list') sample += `\n${block.items.map(item => withoutMarks(item.text)).join('\n')}`
    else if (block.kind === 'table') sample += `\n${block.rows.slice(0, 10).flat().join(' ')}`
    else if (block.kind !== 'code') sample += `\n${withoutMarks(block.text)}`
  }
  return sample.slice(0, LANGUAGE_SAMPLE)
}
