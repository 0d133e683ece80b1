import type { IndexedPassage, PassageSentence } from '../../knowledge/index.ts'

/** A sentence, item, step, row or piece of code of a passage: the smallest thing an extractive answer quotes. */
export interface Unit {
  passage: IndexedPassage
  sentence: PassageSentence
  /** The headings it stands under, outermost first, with those of sections so short that passages join them. */
  headings: readonly string[]
  /** Units of one paragraph, list, table or code block share a block number; blocks count up through a section. */
  block: number
  words: number
  /** How well it fits the question; see `scoreUnits`. */
  score: number
  /** Whether it announces what follows ("To do so:") and says nothing alone. */
  leadsIn: boolean
  /** Whether it stands in a box beside the text (a tip, a note), or in a paragraph that calls itself one. */
  aside: boolean
}

/** The units of `passages` (one page, in reading order), blocks numbered through, text repeated by overlap left out. */
export function unitsOf(passages: readonly IndexedPassage[]): Unit[] {
  const units: Unit[] = []
  const seen = new Set<string>()
  let block = 0
  let last: Unit | undefined
  for (const passage of passages) {
    const labels = labelsOf(passage)
    for (const sentence of passage.sentences) {
      if (!/[\p{L}\p{N}]/u.test(sentence.text) || isHeading(sentence.text, passage)) continue
      if (labels.some(({ start, end }) => start <= sentence.start && sentence.end <= end)) continue
      const headings = headingsAt(passage, sentence.start, labels)
      const key = sentence.text.trim()
      const words = countWords(key)
      const leadsIn = announces(sentence)
      const aside = isAside(passage, sentence, labels)
      const unit = { passage, sentence, headings, block, words, score: 0, leadsIn, aside }
      if (last === undefined || startsBlock(last, unit)) block++
      unit.block = block
      last = unit
      // Steps repeat words of other lists for good reason; a sentence said twice is overlap or a page's footer.
      if (sentence.kind === 'sentence' && key.length > 20 && seen.has(key)) continue
      seen.add(key)
      units.push(unit)
    }
  }
  return units
}

/** The labels of a passage: lines that stand above what follows as a heading would. */
interface Label {
  start: number
  end: number
  label: string
  /** For the title of a box: where the box ends, as far as its text shows. */
  boxEnd?: number
}

/**
 * Bold lines (headings of sections so short that one passage holds several), questions on a line of their own (a list
 * of questions and answers without headings), and short lines without a full stop (headings lost in plain text).
 */
function labelsOf({ text, sentences }: IndexedPassage): Label[] {
  const labels: Label[] = []
  for (const match of text.matchAll(/^[ \t]*(?:[-*] )?(?<said>\S.*?)[ \t]*$/gmu)) {
    const said = match.groups?.said ?? ''
    const end = match.index + match[0].length
    const bold = /^\*\*([^*]+)\*\*$/u.exec(said)?.[1]
    const within = sentences.filter(({ start }) => match.index <= start && start < end)
    const box = boxTitle(bold ?? said)
    if (box !== undefined && (bold !== undefined || box === '')) {
      labels.push({ start: match.index, end, label: box, boxEnd: endOfBox(text, end) })
    } else if (bold !== undefined && within.length === 0) {
      labels.push({ start: match.index, end, label: bold })
    } else if (
      within.length === 1 &&
      end < text.trimEnd().length &&
      isLabel(said, within[0] as PassageSentence)
    )
      labels.push({ start: match.index, end, label: plainText(said) })
  }
  return labels
}

/** What boxes on a page are called: no heading, what follows still belongs to the one above. */
const boxNames = new Set(
  'note notes tip tips hint info information warning caution danger important hinweis achtung tipp wichtig vorsicht remarque attention astuce avertissement conseil nota aviso advertencia consejo importante atención dica atenção suggerimento attenzione avviso opmerking waarschuwing belangrijk uwaga wskazówka ostrzeżenie ważne not ipucu uyarı önemli ملاحظة تحذير تنبيه הערה אזהרה טיפ 注意 ヒント 注記 警告 重要'.split(
    ' ',
  ),
)

/** The title of a box told by a line such as "Tip: Keep it dry"; empty for a bare "Note"; `undefined` for no box. */
function boxTitle(line: string): string | undefined {
  const [, name = '', title = ''] = /^(\p{L}+)\s*[:：!]?\s*(.*)$/su.exec(line.trim()) ?? []
  if (!boxNames.has(name.toLowerCase())) return undefined
  return title === '' || /^\p{L}+\s*[:：]/u.test(line.trim()) ? title : undefined
}

/** A box holds the paragraph after its title, and the list or code which that announces. */
function endOfBox(text: string, from: number): number {
  let end = from
  do {
    while (text[end] === '\n') end++
    const gap = text.indexOf('\n\n', end)
    end = gap < 0 ? text.length : gap
  } while (end < text.length && /[:：][*_]*$/u.test(text.slice(from, end)))
  return end
}

/** Whether a sentence stands in a box, or its paragraph begins like one ("**Note:** ..."). */
function isAside(
  { text }: IndexedPassage,
  { start, kind }: PassageSentence,
  labels: readonly Label[],
): boolean {
  if (labels.some(({ end, boxEnd }) => boxEnd !== undefined && end <= start && start < boxEnd)) return true
  if (kind !== 'sentence') return false
  const paragraph = text.slice(text.lastIndexOf('\n', start - 1) + 1, start + 40)
  const name = /^(?:\*\*|__|\*|_)?(\p{L}+)(?:[:：]|(?:\*\*|__|\*|_)(?:[:：]|\s))/u.exec(paragraph)?.[1]
  return name !== undefined && boxNames.has(name.toLowerCase())
}

function isLabel(line: string, { kind }: PassageSentence): boolean {
  if (kind !== 'sentence' && kind !== 'item') return false
  if (/[?？؟][*_]*$/u.test(line)) return line.length <= 160
  return (
    kind === 'sentence' &&
    countWords(line) <= 12 &&
    /^\p{Lu}[^.!?:;|@€$£<>=]*[\p{L}\p{M}\p{N})”"]$/u.test(line)
  )
}

function plainText(markdown: string): string {
  return markdown.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/\*\*|__/g, '')
}

function headingsAt(passage: IndexedPassage, at: number, labels: readonly Label[]): readonly string[] {
  const label = labels.findLast(
    ({ end, label, boxEnd = Number.POSITIVE_INFINITY }) => end <= at && at < boxEnd && label !== '',
  )
  return label === undefined ? passage.headingPath : [...passage.headingPath, label.label]
}

/** Whether two units stand under the very same headings. */
export function sameHeadings(one: Pick<Unit, 'headings'>, other: Pick<Unit, 'headings'>): boolean {
  return one.headings.length === other.headings.length && isUnder(one, other.headings)
}

/** Whether a unit stands under these headings or deeper. */
export function isUnder(unit: Pick<Unit, 'headings'>, headings: readonly string[]): boolean {
  return headings.every((heading, at) => unit.headings[at] === heading)
}

/** A line that only repeats the page's title or its heading, as pages without marked headings have. */
function isHeading(text: string, passage: IndexedPassage): boolean {
  const line = text.trim().toLowerCase()
  return [passage.title, ...passage.headingPath].some(heading => heading.trim().toLowerCase() === line)
}

/** A new block begins where the kind changes or a line ends; lists and tables run on over lines and passages. */
function startsBlock(last: Unit, next: Unit): boolean {
  if (last.sentence.kind !== next.sentence.kind || !sameHeadings(last, next)) return true
  if (isListed(last.sentence.kind)) return false
  if (last.passage.id !== next.passage.id) return true
  return next.passage.text.slice(last.sentence.end, next.sentence.start).includes('\n')
}

/** Whether a kind comes as one of several lines that belong together. */
export function isListed(kind: PassageSentence['kind']): boolean {
  return kind === 'item' || kind === 'step' || kind === 'row'
}

/** Whether a unit asks and tells nothing. */
export function isQuestion(unit: Unit): boolean {
  return /[?？؟]\s*[*_]*$/u.test(unit.sentence.text.trim())
}

/** Ends in the promise of steps, with a full stop in place of the colon. */
const stepsToCome =
  /(?<!\p{L})(?:(?:follow|complete|perform|do|take|use) (?:these|the following|the|the next) steps|these steps|(?:diese|folgende) schritte(?: aus| durch)?|wie folgt(?: vor)?|(?:suivez|effectuez) (?:ces|les) étapes(?: suivantes)?|procédez comme suit|siga (?:estos|los siguientes) pasos|siga (?:estes passos|estas etapas|as etapas abaixo)|segui questi passaggi|volg (?:deze|de volgende) stappen|wykonaj (?:te|następujące) (?:kroki|czynności)|(?:şu|aşağıdaki) adımları (?:izleyin|uygulayın)|اتبع (?:هذه الخطوات|الخطوات التالية)|(?:בצע|בצעו) את (?:השלבים|הצעדים) הבאים|次の手順(?:に従(?:います|ってください))?)\s*[.。]?[*_]*$/iu

function announces(sentence: PassageSentence): boolean {
  const text = sentence.text.trim()
  return sentence.kind === 'sentence' && (/[:：]\s*[*_]*$/u.test(text) || stepsToCome.test(text))
}

/** Words of a text; scripts without spaces count two characters a word. */
export function countWords(text: string): number {
  const spaceless = text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu)?.length ?? 0
  return text.split(/\s+/).filter(Boolean).length + Math.floor(spaceless / 2)
}
