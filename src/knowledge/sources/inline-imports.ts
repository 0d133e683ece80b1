import { readFile, realpath, stat } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import { decodeText } from '../parse/decode-text.ts'
import { documentLimits } from '../parse/limits.ts'

/** A part may import parts in turn, so far; a circle ends here too. */
const MAX_DEPTH = 3
const MAX_IMPORTS = 100

const IMPORT = /^import\s{1,9}([A-Z]\w{0,60})\s{1,9}from\s{1,9}['"](\.{1,2}\/[^'"\n]{1,300}\.mdx?)['"];?\s*$/
/** Cut off unread: a part's own fields are not those of the page, and YAML is for the parser's process. */
const FRONT_MATTER = /^\uFEFF?---[^\S\n]*\n[\s\S]{0,20000}?\n---[^\S\n]*(?:\n|$)/
const FENCE = /^[\s>]{0,20}(`{3,}|~{3,})/

interface Expansion {
  /** The source's folder: nothing outside it is read. */
  root: string
  /** Bytes that may still be taken in. */
  left: number
  imports: number
}

/**
 * A Markdown file with the parts it imports (`import Steps from './_steps.mdx'`, then `<Steps />` alone on a line) in
 * their places, as its site would show it. A part that is missing, outside the folder, or too much stays away. Files
 * without such imports come back as they are.
 */
export async function withImports(bytes: Uint8Array, full: string, root: string): Promise<Uint8Array> {
  if (!/\.mdx?$/i.test(full) || !Buffer.from(bytes).includes('import ')) return bytes
  const text = decodeText(bytes)
  const expansion = { root, left: documentLimits.textBytes - bytes.length, imports: 0 }
  const expanded = await expand(text, full, 0, expansion)
  return expanded === text ? bytes : new TextEncoder().encode(expanded)
}

async function expand(text: string, full: string, depth: number, expansion: Expansion): Promise<string> {
  const parts = new Map<string, string>()
  const lines: string[] = []
  let fence = ''
  for (const line of text.split('\n')) {
    const mark = FENCE.exec(line)?.[1]
    if (mark && (fence === '' || mark.startsWith(fence))) fence = fence === '' ? mark : ''
    const [, name, path] = fence === '' ? (IMPORT.exec(line) ?? []) : []
    if (name !== undefined && path !== undefined) parts.set(name, path)
    const used =
      fence === '' ? /^\s{0,20}<([A-Z]\w{0,60})(?:\s[^<>]{0,500})?\/>\s*$/.exec(line)?.[1] : undefined
    const from = used === undefined ? undefined : parts.get(used)
    const part = from === undefined ? undefined : await readPart(join(dirname(full), from), depth, expansion)
    lines.push(part === undefined ? line : `\n${part}\n`)
  }
  return lines.join('\n')
}

async function readPart(path: string, depth: number, expansion: Expansion): Promise<string | undefined> {
  if (depth >= MAX_DEPTH || expansion.imports >= MAX_IMPORTS) return undefined
  expansion.imports++
  try {
    const full = await realpath(path)
    if (!full.startsWith(expansion.root + sep)) return undefined
    const { size } = await stat(full)
    if (size > expansion.left) return undefined
    expansion.left -= size
    const text = decodeText(await readFile(full))
    return await expand(text.replace(FRONT_MATTER, ''), full, depth + 1, expansion)
  } catch {
    // A part that cannot be read is left out, as the page would be shown with a gap.
    return undefined
  }
}
