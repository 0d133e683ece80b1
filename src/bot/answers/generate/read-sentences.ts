import { splitSentences } from '../../../knowledge/index.ts'

/** A sentence, step or row as a model wrote it: its words without citation marks, and the sources it names. */
export interface Draft {
  text: string
  cited: number[]
}

const marks = /\[\s*\d{1,3}(?:\s*[,;]\s*\d{1,3})*\s*\]/g
/** Where a cited sentence ends: after its marks and what closes it. */
const end = /(?:\[\s*\d{1,3}(?:\s*[,;]\s*\d{1,3})*\s*\]\s?)+[.!?…]?(?=\s)|\n/
/** A model that writes this much without an end is not writing sentences. */
const longest = 4_000

/** Cuts a stream into sentences as they become whole; hidden reasoning is left out, even where it is never closed. */
export async function* readSentences(deltas: AsyncIterable<string>, language: string): AsyncIterable<Draft> {
  let open = ''
  for await (const delta of withoutReasoning(deltas)) {
    open += delta
    for (let found = end.exec(open); found; found = end.exec(open)) {
      const stretch = open.slice(0, found.index + found[0].length)
      open = open.slice(stretch.length)
      yield* draftsIn(stretch, language)
    }
    if (open.length > longest) throw new Error('The model wrote no sentences')
  }
  yield* draftsIn(open, language)
}

/** The sentences of one stretch; those in front of a mark rest on it as well. */
function* draftsIn(stretch: string, language: string): Iterable<Draft> {
  const cited = [...stretch.matchAll(marks)].flatMap(([mark]) => (mark.match(/\d+/g) ?? []).map(Number))
  const text = stretch
    .replace(marks, '')
    .replace(/\s+([.!?…])/g, '$1')
    .trim()
  if (!/[\p{L}\p{N}]/u.test(text)) return
  for (const { start, end } of splitSentences(text, language))
    yield { text: text.slice(start, end), cited: [...new Set(cited)] }
}

const opening = /<(think|thinking|reasoning|reflection|scratchpad)>/i

/** Text outside of reasoning tags; a tag cut by the border of two deltas is waited for. */
async function* withoutReasoning(deltas: AsyncIterable<string>): AsyncIterable<string> {
  let held = ''
  let closing: RegExp | undefined
  for await (const delta of deltas) {
    held += delta
    for (;;) {
      if (closing) {
        const close = closing.exec(held)
        if (!close) {
          held = held.slice(-16)
          break
        }
        held = held.slice(close.index + close[0].length)
        closing = undefined
      }
      const open = opening.exec(held)
      if (!open) break
      yield held.slice(0, open.index)
      held = held.slice(open.index + open[0].length)
      closing = new RegExp(`</${open[1]}>`, 'i')
    }
    if (closing) continue
    const unsure = /<[a-z]{0,12}$/i.exec(held)
    const sure = unsure ? unsure.index : held.length
    yield held.slice(0, sure)
    held = held.slice(sure)
  }
  if (!closing) yield held
}
