/**
 * Reads `text/event-stream` (WHATWG HTML, section 9.2.6) from pieces of text however they are cut. `onEvent` is called
 * for each event that carries data, with 0 where it has no number; comments only prove that the line is alive.
 */
export function createEventReader(
  onEvent: (number: number, name: string, data: string) => void,
): (piece: string) => void {
  let rest = ''
  let fields: Record<string, string> = {}
  return piece => {
    const lines = (rest + piece).split(/\r?\n/)
    rest = lines.pop()!
    for (const line of lines) {
      const [, name, value] = /^(\w+): ?(.*)/.exec(line) ?? []
      if (name) fields[name] = name === 'data' && fields['data'] ? `${fields['data']}\n${value}` : value!
      if (line) continue
      if (fields['data']) onEvent(Number(fields['id'] ?? 0), fields['event'] ?? '', fields['data'])
      fields = {}
    }
  }
}
