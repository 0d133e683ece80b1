import type { IndexedPassage, PassageSentence } from '../../knowledge/index.ts'

/** A sentence, item, step, row or piece of code of a passage: the smallest thing an extractive answer quotes. */
export interface Unit {
  passage: IndexedPassage
  sentence: PassageSentence
  /** Units of one paragraph, list, table or code block share a block number; blocks count up through a section. */
  block: number
  words: number
  /** How well it fits the question; see `scoreUnits`. */
  score: number
  /** Whether it announces what follows ("To do so:") and says nothing alone. */
  leadsIn: boolean
}

/** The units of `passages` (one page, in reading order), blocks numbered through, text repeated by overlap left out. */
export function unitsOf(passages: readonly IndexedPassage[]): Unit[] {
  const units: Unit[] = []
  const seen = new Set<string>()
  let block = 0
  let last: { passage: IndexedPassage; sentence: PassageSentence } | undefined
  for (const passage of passages) {
    for (const sentence of passage.sentences) {
      if (!/[\p{L}\p{N}]/u.test(sentence.text) || isHeading(sentence.text, passage)) continue
      if (last === undefined || startsBlock(last, { passage, sentence })) block++
      last = { passage, sentence }
      const key = sentence.text.trim()
      if (key.length > 20 && seen.has(key)) continue
      seen.add(key)
      units.push({ passage, sentence, block, words: countWords(key), score: 0, leadsIn: announces(sentence) })
    }
  }
  return units
}

/** A line that only repeats the page's title or its heading, as pages without marked headings have. */
function isHeading(text: string, passage: IndexedPassage): boolean {
  const line = text.trim().toLowerCase()
  return [passage.title, ...passage.headingPath].some(heading => heading.trim().toLowerCase() === line)
}

/** A new block begins where the kind changes or a line ends; lists and tables run on over lines and passages. */
function startsBlock(
  last: { passage: IndexedPassage; sentence: PassageSentence },
  next: { passage: IndexedPassage; sentence: PassageSentence },
): boolean {
  const sameHeading = last.passage.headingPath.join('\n') === next.passage.headingPath.join('\n')
  if (last.sentence.kind !== next.sentence.kind || !sameHeading) return true
  if (isListed(last.sentence.kind)) return false
  if (last.passage.id !== next.passage.id) return true
  return next.passage.text.slice(last.sentence.end, next.sentence.start).includes('\n')
}

/** Whether a kind comes as one of several lines that belong together. */
export function isListed(kind: PassageSentence['kind']): boolean {
  return kind === 'item' || kind === 'step' || kind === 'row'
}

function announces(sentence: PassageSentence): boolean {
  return sentence.kind === 'sentence' && /[:：]\s*[*_]*$/u.test(sentence.text.trim())
}

/** Words of a text; scripts without spaces count two characters a word. */
export function countWords(text: string): number {
  const spaceless = text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu)?.length ?? 0
  return text.split(/\s+/).filter(Boolean).length + Math.floor(spaceless / 2)
}
