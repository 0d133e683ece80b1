/** A word that asks for suggestions, as `/gre` or `@be`, with the caret at its end. */
export interface TypedWord {
  sign: '/' | '@'
  rest: string
  /** Where its sign stands. */
  start: number
  end: number
}

/** The word before the caret, when it begins with a sign after a space or at the beginning of the text. */
export function wordBefore(text: string, caret: number): TypedWord | undefined {
  const [, sign, rest = ''] = /(?:^|\s)([/@])([^\s/@]{0,40})$/.exec(text.slice(0, caret)) ?? []
  if (!sign) return undefined
  return { sign: sign as TypedWord['sign'], rest, start: caret - rest.length - 1, end: caret }
}

/** The text with something in the place of a part of it, and where the caret stands then. */
export function replaced(text: string, { start, end }: { start: number; end: number }, by: string) {
  return { text: text.slice(0, start) + by + text.slice(end), caret: start + by.length }
}

/** Whether what was typed is in a name, wherever a word of it begins. */
export function fits(name: string, typed: string): boolean {
  const [whole, part] = [name.toLowerCase(), typed.toLowerCase()]
  return whole.startsWith(part) || whole.split(/[\s._-]+/).some(word => word.startsWith(part))
}
