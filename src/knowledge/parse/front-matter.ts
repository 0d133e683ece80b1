import { parse } from 'yaml'
import type { ParsedPage } from '../page.ts'
import { datesInFields } from './dates.ts'
import { languageCode } from './language-code.ts'

/** Front matter longer than this is not front matter. */
const MAX_LENGTH = 65_536

export interface FrontMatter {
  fields: Record<string, unknown>
  /** Offset at which the page itself begins. */
  bodyStart: number
}

/**
 * The fields between `---` lines (YAML) or `+++` lines (TOML, plain `key = "value"` lines only) at the beginning.
 * Untrusted: the core schema only, no aliases; what is not valid YAML is read line by line.
 */
export function readFrontMatter(source: string): FrontMatter {
  const open = /^\uFEFF?(---|\+\+\+)[^\S\n]*\r?\n/.exec(source)
  if (!open) return { fields: {}, bodyStart: source.startsWith('\uFEFF') ? 1 : 0 }
  const head = source.slice(open[0].length, open[0].length + MAX_LENGTH)
  const close =
    open[1] === '---' ? /^(?:---|\.\.\.)[^\S\n]*\r?$/m.exec(head) : /^\+\+\+[^\S\n]*\r?$/m.exec(head)
  if (!close) return { fields: {}, bodyStart: 0 }
  const text = head.slice(0, close.index)
  const fields = open[1] === '---' ? yamlFields(text) : lineFields(text)
  // A rule (`---`) at the top of a page without fields is no front matter.
  if (Object.keys(fields).length === 0 && text.trim() !== '') return { fields: {}, bodyStart: 0 }
  return { fields, bodyStart: open[0].length + close.index + close[0].length }
}

function yamlFields(text: string): Record<string, unknown> {
  // Nesting on one line, where the YAML reader's time grows with the square of its depth.
  if (/(?:[?[{-][^\S\n]{0,5}){50}/.test(text)) return lineFields(text)
  try {
    const value: unknown = parse(text, {
      schema: 'core',
      maxAliasCount: 0,
      uniqueKeys: false,
      logLevel: 'silent',
    })
    return isRecord(value) ? Object.fromEntries(Object.entries(value)) : {}
  } catch {
    return lineFields(text)
  }
}

function lineFields(text: string): Record<string, unknown> {
  const fields: [string, string][] = []
  for (const line of text.split('\n')) {
    const pair = /^([A-Za-z][\w.-]{0,60})[^\S\n]{0,5}[:=](.*)$/.exec(line)
    const value = pair?.[2]?.trim().replace(/^(["'])(.*)\1$/, '$2')
    if (pair?.[1] && value) fields.push([pair[1], value])
  }
  return Object.fromEntries(fields)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What of a page's description the fields give; `url` may be relative (a `slug`). */
export function pageFields(fields: Record<string, unknown>): Partial<Omit<ParsedPage, 'blocks'>> {
  const title = firstText(fields, ['title', 'Title', 'name'])
  const url = firstText(fields, ['canonical', 'canonical_url', 'url', 'permalink', 'slug'])
  const description = firstText(fields, ['description', 'summary', 'excerpt'])
  const language = languageCode(firstText(fields, ['lang', 'language', 'locale']))
  return {
    ...(title ? { title } : {}),
    ...(url ? { url } : {}),
    ...(description ? { description } : {}),
    ...(language ? { language } : {}),
    ...datesInFields(Object.entries(fields)),
  }
}

function firstText(fields: Record<string, unknown>, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = Object.hasOwn(fields, name) ? fields[name] : undefined
    if (typeof value === 'string' || typeof value === 'number') {
      const text = String(value).replace(/\s+/g, ' ').trim()
      if (text !== '') return text
    }
  }
  return undefined
}
