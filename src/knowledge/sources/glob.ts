/** Longer than any path of a file system or address that is read; such a one matches nothing. */
const LONGEST = 4096

/**
 * Whether a path matches a glob pattern: `*` any run without `/`, `**` any run, `?` one character but `/`.
 * A pattern without `/` is compared with the last part of the path. Time grows with path x pattern, never worse.
 */
export function matchesGlob(path: string, pattern: string): boolean {
  if (path.length > LONGEST || pattern.length > LONGEST) return false
  if (!pattern.includes('/')) return matchTokens(path.slice(path.lastIndexOf('/') + 1), tokensOf(pattern))
  if (pattern.startsWith('**/') && matchTokens(path, tokensOf(pattern.slice(3)))) return true
  return matchTokens(path, tokensOf(pattern))
}

/** Whether the patterns let a path in: some `include` matches (or there is none), and no `exclude` does. */
export function admits(
  path: string,
  { include = [], exclude = [] }: { include?: readonly string[]; exclude?: readonly string[] },
): boolean {
  if (exclude.some(pattern => matchesGlob(path, pattern))) return false
  return include.length === 0 || include.some(pattern => matchesGlob(path, pattern))
}

type Token = '**' | '*' | '?' | { char: string }

function tokensOf(pattern: string): Token[] {
  const tokens: Token[] = []
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at] as string
    if (char === '*' && pattern[at + 1] === '*') {
      tokens.push('**')
      while (pattern[at + 1] === '*') at++
    } else tokens.push(char === '*' || char === '?' ? char : { char })
  }
  return tokens
}

/** One row of a dynamic programme per token: which prefixes of the path the tokens so far can match. */
function matchTokens(path: string, tokens: readonly Token[]): boolean {
  let row: boolean[] = Array.from({ length: path.length + 1 }, (_, length) => length === 0)
  for (const token of tokens) {
    const next: boolean[] = [(token === '*' || token === '**') && row[0] === true]
    for (let length = 1; length <= path.length; length++) {
      const char = path[length - 1] as string
      if (token === '**') next.push(row[length] === true || next[length - 1] === true)
      else if (token === '*') next.push(row[length] === true || (char !== '/' && next[length - 1] === true))
      else next.push(row[length - 1] === true && (token === '?' ? char !== '/' : token.char === char))
    }
    row = next
  }
  return row[path.length] === true
}
