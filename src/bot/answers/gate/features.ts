import type { Candidate, SearchResult } from '../../../knowledge/index.ts'
import { mustHaves } from './must-haves.ts'
import { namesTopic, termsOf } from './words.ts'

/** Passages looked at for words the top one lacks. */
const closePassages = 5
/** Candidates whose titles and headings are read. */
const titlesRead = 3
/** Passages a workspace is taken to hold when the search does not say. */
const ordinaryCount = 500

/**
 * What the gate reads off a question and its candidates. Every feature is absolute: it means the same for another
 * question and another company, or is put in proportion to the whole knowledge base (the z-score, the size).
 */
export interface Features {
  /** BM25 of the best passage over the most any passage could score for these words, 0 to 1. */
  bounded: number
  /** Cosine of the best passage. */
  dense: number
  /** How far that passage stands out from all passages of the workspace, in standard deviations. */
  denseZ: number
  /** Cosine of the best sentence. */
  sentence: number
  /** Share of the question's topical words, weighed by idf, that the first candidate's page holds. */
  coverPage: number
  /** The same of the titles and headings of the first candidates. */
  title: number
  /** The most of the question that one sentence tells: the share of its words, title included, times its cosine. */
  oneSentence: number
  /** 1 when a number, name, code or quoted word of the question is on no page of the workspace. */
  mustUnknown: number
  /** Topical words in the question (log): a long question is seldom held whole. */
  length: number
  /** Passages in the workspace (log): in a larger one, a score is more easily reached by chance. */
  size: number
}

export interface Measured {
  features: Features
  /** Words of the question, as written, that no close candidate holds. */
  unsupported: string[]
}

/** Reads the features off a search result; `undefined` when it holds no candidate. */
export function measure(question: string, result: SearchResult): Measured | undefined {
  const ranked = [...result.candidates].sort((a, b) => b.fused - a.fused)
  const first = ranked[0]
  if (first === undefined) return undefined
  const { query } = result
  const wanted = wantedTerms(result)
  const ofPage = ranked.filter(({ passage }) => passage.pageId === first.passage.pageId)
  const close = wordsIn(ranked.slice(0, closePassages))
  const dense = Math.max(...ranked.map(candidate => candidate.dense))
  return {
    features: {
      bounded: Math.max(...ranked.map(({ lexicalBounded }) => lexicalBounded)),
      dense,
      denseZ: standsOut(dense, query),
      sentence: Math.max(...ranked.map(({ bestSentence }) => bestSentence)),
      coverPage: shareHeld(wanted, wordsIn(ofPage)),
      title: shareHeld(wanted, titlesOf(ranked.slice(0, titlesRead))),
      oneSentence: Math.max(0, ...ranked.slice(0, closePassages).map(each => toldAtOnce(wanted, each))),
      mustUnknown: missesMustHave(question, result, first.passage.language) ? 1 : 0,
      length: Math.log1p(wanted.length),
      size: Math.log(Math.max(1, query.passageCount ?? ordinaryCount)),
    },
    unsupported: wanted.filter(({ term }) => !close.has(term)).map(({ word }) => word),
  }
}

/** Below this many passages, or this spread of their cosines, nothing can stand out from the others. */
const fewPassages = 3
const noSpread = 0.02
/** How far the best passage of an ordinary workspace stands out, in deviations: says neither yes nor no. */
const ordinaryZ = 4

/** How many deviations the best cosine lies above those of all passages. */
function standsOut(
  dense: number,
  { denseMean, denseDeviation, passageCount }: SearchResult['query'],
): number {
  if ((passageCount ?? ordinaryCount) < fewPassages || denseDeviation < noSpread) return ordinaryZ
  return (dense - denseMean) / denseDeviation
}

type Term = SearchResult['query']['terms'][number]

/** The terms of the question that name a topic. */
function wantedTerms({ query }: SearchResult): Term[] {
  return query.terms.filter(({ word }) => namesTopic(word))
}

/** The share of the terms that are held, each counting by its idf. */
function shareHeld(wanted: readonly Term[], held: ReadonlySet<string>): number {
  const all = wanted.reduce((sum, { idf }) => sum + idf, 0)
  return all === 0 ? 0 : wanted.reduce((sum, { term, idf }) => sum + (held.has(term) ? idf : 0), 0) / all
}

/** What the best sentence of a passage says of the question; its page's title tells what it speaks of. */
function toldAtOnce(wanted: readonly Term[], { passage, sentenceScores }: Candidate): number {
  const named = [passage.title, ...passage.headingPath].join('\n')
  const shares = passage.sentences.map(({ text }, at) => {
    const cosine = sentenceScores[at] ?? 0
    return cosine <= 0 ? 0 : cosine * shareHeld(wanted, termsOf(`${named}\n${text}`, passage.language))
  })
  return Math.max(0, ...shares)
}

function missesMustHave(question: string, { query }: SearchResult, language: string): boolean {
  const musts = termsOf(mustHaves(question, language).join(' '), language)
  return query.terms.some(({ term, known }) => !known && musts.has(term))
}

function titlesOf(candidates: readonly Candidate[]): Set<string> {
  return gather(candidates, ({ passage }) => [passage.title, ...passage.headingPath])
}

function wordsIn(candidates: readonly Candidate[]): Set<string> {
  return gather(candidates, ({ passage }) => [passage.title, ...passage.headingPath, passage.text])
}

function gather(candidates: readonly Candidate[], textsOf: (candidate: Candidate) => string[]): Set<string> {
  const terms = new Set<string>()
  for (const candidate of candidates)
    for (const term of termsOf(textsOf(candidate).join('\n'), candidate.passage.language)) terms.add(term)
  return terms
}
