/**
 * The Markdown of an answer as text for a terminal: marks of emphasis and code are taken away or, with `isStyled`,
 * shown in bold; links give their address; code stands indented. Escape sequences that a page may hold do not pass.
 */
export function terminalText(markdown: string, isStyled = false): string {
  const bold = (text: string) => (isStyled ? `\u001b[1m${text}\u001b[22m` : text)
  let fence = ''
  const lines: string[] = []
  for (const line of markdown.replace(control, '').split(/\r?\n/)) {
    const mark = /^\s*(```+|~~~+)/.exec(line)?.[1]
    if (mark && (fence === '' || mark.startsWith(fence))) fence = fence === '' ? mark : ''
    else if (fence !== '') lines.push(`    ${line}`)
    else {
      const heading = /^#{1,6}\s+(.*)$/.exec(line)?.[1]
      lines.push(heading === undefined ? inline(line, bold) : bold(inline(heading, text => text)))
    }
  }
  return lines.join('\n')
}

/** Everything that moves a cursor, but for the line break and the tab. */
const control = /(?![\n\t])\p{Cc}/gu

/** Escaped sign, code, strong, emphasis, link or image: the lengths are bounded, so that no text takes long. */
const marks =
  /\\([!-/:-@[-`{-~])|(`+)([^`]{1,500})\2|(\*\*|__)(?=\S)(.{1,500}?\S?)\4|(?<![\p{L}\p{N}*_])([*_])(?=[^\s*_])([^*_]{1,500})(?<=\S)\6(?![\p{L}\p{N}])|!?\[([^\]]{0,500})\]\(<?([^\s()<>]{1,2000})>?(?: [^()]{0,200})?\)/gu

function inline(text: string, bold: (text: string) => string): string {
  return text.replace(marks, (...found) => {
    const [, escaped, , code, , strong, , emphasis, label, address] = found as (string | undefined)[]
    if (escaped !== undefined) return escaped
    if (code !== undefined) return code
    if (strong !== undefined) return bold(inline(strong, inner => inner))
    if (emphasis !== undefined) return inline(emphasis, bold)
    const words = inline(label ?? '', bold)
    return words === '' || words === address ? (address ?? '') : `${words} (${address})`
  })
}
