import type { MarkupTag } from './markup-tag.ts'

/** What a page's `export const` lines give, by name. Only words and numbers: nothing is ever run. */
export type Constants = Map<string, string>

const STRING = /^(?:"((?:[^"\\\n]|\\.){0,2000})"|'((?:[^'\\\n]|\\.){0,2000})')$/
const NUMBER = /^-?\d[\d_]{0,20}(?:\.\d{1,20})?$/
const TEMPLATE = /^`([^`\\]{0,2000})`$/

/** Notes the constant of a line such as `export const price = '4 €'`; other exports are passed over. */
export function noteConstant(line: string, constants: Constants): void {
  const [, name, value = ''] =
    /^export\s{1,9}const\s{1,9}([A-Za-z_$][\w$]{0,60})\s{0,9}(?::\s{0,9}\w{1,40}\s{0,9})?=([^=][^\n]{0,2100})/.exec(
      line,
    ) ?? []
  if (name === undefined) return
  const given = value
    .trim()
    .replace(/;$/, '')
    .replace(/\s{1,9}as const$/, '')
  const text = wordsOf(given, constants)
  if (text !== undefined) constants.set(name, text)
}

/** The text of an expression that is a string, a number, a template or the name of a constant; else `undefined`. */
export function wordsOf(expression: string, constants: Constants): string | undefined {
  const given = expression.trim()
  const string = STRING.exec(given)
  if (string) return (string[1] ?? string[2] ?? '').replace(/\\(.)/g, '$1')
  if (NUMBER.test(given)) return given.replaceAll('_', '')
  const template = TEMPLATE.exec(given)?.[1]
  return template === undefined ? constants.get(given) : filled(template, constants)
}

function filled(template: string, constants: Constants): string | undefined {
  const text = template.replace(
    /\$\{\s{0,9}([\w$]{1,60})\s{0,9}\}/g,
    (all, name: string) => constants.get(name) ?? all,
  )
  return text.includes('${') ? undefined : text
}

/** Puts what can be read of a tag's `{...}` attributes among its others. */
export function resolveAttributes(tag: MarkupTag, constants: Constants): void {
  for (const [name, expression] of Object.entries(tag.expressions)) {
    const text = wordsOf(expression, constants)
    if (text !== undefined) tag.attributes[name] = text
  }
}

const TITLES = ['title', 'heading', 'header']
/** They name a value, and say nothing alone: `name` often means an icon, `label` what a badge is about. */
const NAMES = ['label', 'name']
const BODIES = [
  'value',
  'amount',
  'price',
  'text',
  'description',
  'summary',
  'content',
  'children',
  'caption',
]
/** Pictures and the like: their title tells what they look like, not what the page says. */
const SHOWN_OTHERWISE = /(?:icon|image|img|picture|video|logo|avatar|seo|meta|script|head|chart|map)$/i

/**
 * What a reader sees of a component that holds nothing: its telling attributes, a title before the rest, as a link when
 * it has an address. Empty for what shows a picture.
 */
export function shownText({ name, attributes }: MarkupTag): string {
  if (SHOWN_OTHERWISE.test(name)) return ''
  const bodies = BODIES.flatMap(each => saidBy(attributes[each]))
  const heads = [...TITLES, ...(bodies.length > 0 ? NAMES : [])]
  const [head] = heads.flatMap(each => saidBy(attributes[each]))
  const href = attributes['href'] ?? attributes['to']
  const linked =
    head !== undefined && href !== undefined ? `[${head}](${href.replace(/[\s()<>]/g, '')})` : head
  const body = bodies.join(' ')
  return linked !== undefined && body !== '' ? `${linked}: ${body}` : (linked ?? body)
}

function saidBy(value: string | undefined): string[] {
  const text = (value ?? '').replace(/\s+/g, ' ').trim()
  return text === '' || text === 'true' || text === 'false' || /^(?:https?:|[./])\S*$/.test(text)
    ? []
    : [text]
}
