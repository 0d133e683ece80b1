/** The shapes of knowledge: what a parser makes of a file or a web page, and what the cutter makes of that. */

export type Inline = string

/** One block of a page as a reader sees it. `start`/`end` are UTF-16 offsets in the source text (0 when unknown). */
export type Block = { start: number; end: number; line: number; endLine: number } & (
  | { kind: 'heading'; depth: number; text: string; anchor: string }
  | { kind: 'paragraph'; text: string }
  /** Nested items are flattened with `depth`; `number` is set for ordered lists. */
  | {
      kind: 'list'
      ordered: boolean
      items: { text: string; depth: number; number?: number }[]
      /** The list goes on after code or a table that stands inside one of its items. */
      continues?: boolean
    }
  | { kind: 'table'; header: string[]; rows: string[][] }
  | { kind: 'code'; language: string; text: string }
  | { kind: 'quote'; text: string }
)

/** A page as parsed: text is Markdown of the safe subset (bold, italic, code, links), never HTML. */
export interface ParsedPage {
  title: string
  /** Where people read it, when the source itself says (front matter `url`/`slug`, `<link rel=canonical>`). */
  url?: string
  language?: string
  /** Calendar dates `YYYY-MM-DD` from front matter, meta tags or the text itself. */
  effectiveOn?: string
  expiresOn?: string
  description?: string
  blocks: Block[]
}

/** A piece of a page that is found and cited as one. */
export interface Passage {
  ordinal: number
  kind: 'text' | 'list' | 'steps' | 'table' | 'code'
  headingPath: string[]
  anchor: string
  startOffset: number
  endOffset: number
  startLine: number
  endLine: number
  /** What is searched, embedded and quoted: readable Markdown of the safe subset, one list item, step or table row a line. */
  text: string
  sentences: PassageSentence[]
  contentHash: string
}

/** A sentence, list item, step or table row of a passage; `text` is verbatim `passage.text.slice(start, end)`. */
export interface PassageSentence {
  ordinal: number
  kind: 'sentence' | 'item' | 'step' | 'row' | 'code'
  start: number
  end: number
  text: string
}
