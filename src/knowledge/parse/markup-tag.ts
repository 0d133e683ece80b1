/** A tag of HTML or JSX in the middle of Markdown. Values are text; those in `{...}` are expressions, without braces. */
export interface MarkupTag {
  name: string
  closing: boolean
  selfClosing: boolean
  attributes: Record<string, string>
  expressions: Record<string, string>
  /** Offset behind the `>`. */
  end: number
}

/** Tags longer than this are text. */
const MAX_TAG = 4000

/** The tag that begins at `at` (where a `<` stands), or `undefined` when there is none. */
export function readTag(source: string, at: number): MarkupTag | undefined {
  const open = /^<(\/?)([A-Za-z][\w.:-]{0,60})(?=[\s/>])/.exec(source.slice(at, at + 70))
  if (!open) return undefined
  const tag: MarkupTag = {
    name: open[2] ?? '',
    closing: open[1] === '/',
    selfClosing: false,
    attributes: {},
    expressions: {},
    end: 0,
  }
  const limit = Math.min(source.length, at + MAX_TAG)
  let from = at + open[0].length
  while (from < limit) {
    const char = source[from] as string
    if (char === '>') return { ...tag, end: from + 1 }
    if (char === '/' && source[from + 1] === '>') return { ...tag, selfClosing: true, end: from + 2 }
    if (/[\s/]/.test(char)) from++
    else if (char === '{') {
      from = endOfBraces(source, from, limit)
      if (from < 0) return undefined
    } else {
      const next = readAttribute(source, from, limit, tag)
      if (next < 0) return undefined
      from = next
    }
  }
  return undefined
}

function readAttribute(source: string, at: number, limit: number, tag: MarkupTag): number {
  const into = tag.attributes
  const name = /^[A-Za-z_:@][\w:.-]{0,80}/.exec(source.slice(at, at + 90))?.[0]
  if (!name) return -1
  let from = at + name.length
  if (source[from] !== '=') return from
  from++
  const quote = source[from]
  if (quote === '"' || quote === "'") {
    const end = source.slice(from + 1, limit).indexOf(quote)
    if (end < 0) return -1
    into[name] = source.slice(from + 1, from + 1 + end)
    return from + end + 2
  }
  if (quote === '{') {
    const end = endOfBraces(source, from, limit)
    if (end > 0) tag.expressions[name] = source.slice(from + 1, end - 1)
    return end
  }
  const bare = /^[^\s"'=<>`]{1,300}/.exec(source.slice(from, from + 300))?.[0]
  if (!bare) return -1
  into[name] = bare.endsWith('/') && source[from + bare.length] === '>' ? bare.slice(0, -1) : bare
  return from + (into[name]?.length ?? 0)
}

/** The offset behind the brace that closes the one at `at`, or -1. Strings are not looked into. */
export function endOfBraces(source: string, at: number, limit: number): number {
  let depth = 0
  for (let from = at; from < limit; from++) {
    if (source[from] === '{') depth++
    else if (source[from] === '}' && --depth === 0) return from + 1
  }
  return -1
}
