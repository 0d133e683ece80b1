import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import {
  cutPassages,
  eachTerm,
  type IndexedPassage,
  type Passage,
  type PassageIndex,
  queryWords,
} from '../../src/knowledge/index.ts'
import type { Finding, Findings } from '../../src/knowledge/index-memory/port.ts'
import { parseMarkdown } from '../../src/knowledge/parse/markdown.ts'
import { passageInput, sentenceInput } from '../../src/knowledge/passages/embed-input.ts'
import type { Embedder } from '../../src/models/index.ts'

/** BM25 as the product's index counts it. */
const bm25 = { k1: 1.2, b: 0.75, title: 2, heading: 1 }
/** One set of pages, read, cut and embedded once, and searched with any of its pages taken out. */
export interface MaskedIndex {
  name: string
  language: string
  pages: { path: string; passages: number[] }[]
  passages: { passage: IndexedPassage; page: number; vector: Float32Array; sentences: Float32Array[] }[]
  /** The index as if the `hidden` pages had never been there: they count in no statistic. */
  without(hidden: ReadonlySet<number>): PassageIndex
}

/** Reads a folder of Markdown pages the way the product does, but in one process and without a database. */
export async function buildMaskedIndex(
  name: string,
  folder: string,
  language: string,
  embedder: Embedder,
): Promise<MaskedIndex> {
  const pages: MaskedIndex['pages'] = []
  const drafts: { page: number; path: string; title: string; passage: Passage }[] = []
  for (const path of await markdownBelow(folder)) {
    const parsed = parseMarkdown(await readFile(join(folder, path), 'utf8'), path)
    const cut = cutPassages(parsed, { language, target: embedder.manifest.chunkTarget })
    pages.push({ path, passages: cut.map((_, at) => drafts.length + at) })
    drafts.push(...cut.map(passage => ({ page: pages.length - 1, path, title: parsed.title, passage })))
  }
  const vectors = await embedder.embedPassages(
    drafts.map(({ title, passage }) => passageInput(title, passage.headingPath, passage.text)),
  )
  const sentenceVectors = await embedder.embedPassages(
    drafts.flatMap(({ title, passage }) => passage.sentences.map(({ text }) => sentenceInput(title, text))),
  )
  let at = 0
  const passages = drafts.map((draft, index) => {
    const sentences = sentenceVectors.slice(at, at + draft.passage.sentences.length)
    at += sentences.length
    return {
      passage: asIndexed(draft, index, language),
      page: draft.page,
      vector: vectors[index] as Float32Array,
      sentences,
    }
  })
  const words = indexWords(passages.map(({ passage }) => passage))
  return {
    name,
    language,
    pages,
    passages,
    without(hidden) {
      const live = passages.flatMap(({ page }, at) => (hidden.has(page) ? [] : [at]))
      const base = { passages, words, language, live, isLive: new Set(live) }
      return {
        embedderOf: async () => embedder.id,
        find: async (_workspaceId, { text, vector, depth }) => findMasked(base, text, vector, depth),
      }
    },
  }
}

async function markdownBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter(
      entry => entry.isFile() && /\.mdx?$/u.test(entry.name) && !/^(?:LICENSE|README|_)/u.test(entry.name),
    )
    .map(entry => relative(folder, join(entry.parentPath, entry.name)))
    .sort()
}

function asIndexed(
  draft: { page: number; path: string; title: string; passage: Passage },
  index: number,
  language: string,
): IndexedPassage {
  const { passage, path, title } = draft
  const { headingPath, anchor, kind, ordinal, text, sentences } = passage
  return {
    id: String(index),
    pageId: String(draft.page),
    sourceId: 'training',
    path,
    url: path,
    title,
    headingPath,
    anchor,
    kind,
    ordinal,
    text,
    language,
    effectiveOn: null,
    expiresOn: null,
    sentences,
  }
}

interface Words {
  postings: Map<string, { at: number; frequency: number }[]>
  lengths: number[]
}

function indexWords(passages: readonly IndexedPassage[]): Words {
  const words: Words = { postings: new Map(), lengths: [] }
  for (const [at, { title, headingPath, text, language }] of passages.entries()) {
    const counts = new Map<string, number>()
    let length = 0
    const count = (field: string, weight: number) =>
      eachTerm(field, language, (term, _word, optional) => {
        counts.set(term, (counts.get(term) ?? 0) + weight)
        if (!optional) length += weight
      })
    count(title, bm25.title)
    for (const heading of headingPath) count(heading, bm25.heading)
    count(text, 1)
    words.lengths.push(length)
    for (const [term, frequency] of counts) {
      const known = words.postings.get(term)
      if (known === undefined) words.postings.set(term, [{ at, frequency }])
      else known.push({ at, frequency })
    }
  }
  return words
}

interface Searched {
  passages: MaskedIndex['passages']
  words: Words
  language: string
  live: readonly number[]
  isLive: ReadonlySet<number>
}

function findMasked(base: Searched, question: string, vector: Float32Array, depth: number): Findings {
  const { live } = base
  const { scores, terms, bound } = scoreWords(base, question)
  const cosines = new Map(live.map(at => [at, dot(base.passages[at]?.vector, vector)]))
  const best = (score: (at: number) => number) =>
    [...live].sort((a, b) => score(b) - score(a)).slice(0, depth)
  const lexicalBest = best(at => scores.get(at) ?? 0).filter(at => scores.has(at))
  const denseBest = best(at => cosines.get(at) ?? 0)
  const findings = [...new Set([...lexicalBest, ...denseBest])].map((at): Finding => {
    const { passage, sentences } = base.passages[at] as MaskedIndex['passages'][number]
    const lexical = scores.get(at) ?? 0
    return {
      passage,
      lexical,
      lexicalBounded: bound === 0 ? 0 : lexical / bound,
      dense: cosines.get(at) ?? 0,
      sentenceScores: sentences.map(sentence => dot(sentence, vector)),
    }
  })
  const mean = average([...cosines.values()])
  const variance = average([...cosines.values()].map(value => value * value)) - mean * mean
  return {
    findings,
    terms,
    passageCount: live.length,
    denseMean: mean,
    denseDeviation: Math.sqrt(Math.max(0, variance)),
    ms: { lexical: 0, dense: 0, sentences: 0 },
  }
}

function scoreWords({ words, language, live, isLive }: Searched, question: string) {
  const length = average(live.map(at => words.lengths[at] ?? 0))
  const scores = new Map<number, number>()
  const terms: Findings['terms'] = []
  let bound = 0
  for (const { term, word, optional } of queryWords(question, language)) {
    const found = (words.postings.get(term) ?? []).filter(({ at }) => isLive.has(at))
    if (found.length === 0 && optional) continue
    const idf = Math.log(1 + (live.length - found.length + 0.5) / (found.length + 0.5))
    bound += (bm25.k1 + 1) * idf
    terms.push({ term, word, idf, known: found.length > 0 })
    for (const { at, frequency } of found) {
      const norm = bm25.k1 * (1 - bm25.b + (bm25.b * (words.lengths[at] ?? 0)) / length)
      scores.set(at, (scores.get(at) ?? 0) + (idf * frequency * (bm25.k1 + 1)) / (frequency + norm))
    }
  }
  return { scores, terms, bound }
}

export function dot(a: Float32Array | undefined, b: Float32Array): number {
  let sum = 0
  for (let i = 0; i < b.length; i++) sum += (a?.[i] ?? 0) * (b[i] as number)
  return sum
}

function average(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
}
