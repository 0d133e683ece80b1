import { createFakeClock } from '../../src/kit/clock.ts'
import type { IndexedPassage, PassageSearch } from '../../src/knowledge/index.ts'
import {
  createMemoryIndex,
  createPassageSearch,
  cutPassages,
  passageInput,
  sentenceInput,
} from '../../src/knowledge/index.ts'
import { quantise } from '../../src/knowledge/index-memory/quantise.ts'
import { parseMarkdown } from '../../src/knowledge/parse/markdown.ts'
import { createHashEmbedder, type Embedder } from '../../src/models/index.ts'

/** A handful of Markdown pages made searchable by the real cutter, index and search, without a database. */
export interface SmallKnowledge {
  search: PassageSearch
  passages: readonly IndexedPassage[]
  pagePassages(workspaceId: string, pageId: string): readonly IndexedPassage[]
}

/** `pages`: Markdown by path. The workspace is `ws`. Without an embedder words hashed to vectors stand in. */
export async function knowledgeFrom(
  pages: Readonly<Record<string, string>>,
  embedder: Embedder = createHashEmbedder(256),
): Promise<SmallKnowledge> {
  const passages = Object.entries(pages).flatMap(([path, source]) => passagesOf(path, source))
  const vectors = await embedder.embedPassages(
    passages.map(({ title, headingPath, text }) => passageInput(title, headingPath, text)),
  )
  const sentences = passages.flatMap(({ title, sentences }) =>
    sentences.map(({ text }) => sentenceInput(title, text)),
  )
  const sentenceVectors = await embedder.embedPassages(sentences)
  let next = 0
  const rows = passages.map((passage, at) => {
    const own = sentenceVectors.slice(next, next + passage.sentences.length)
    next += passage.sentences.length
    return { passage, vector: vectors[at] as Float32Array, sentenceVectors: joined(own.map(quantise)) }
  })
  const index = createMemoryIndex({
    rows: {
      loadWorkspace: async id =>
        id === 'ws' ? { embedderId: embedder.id, dimensions: embedder.dimensions, rows } : undefined,
      loadPages: async () => undefined,
      version: async () => '1',
    },
  })
  return {
    search: createPassageSearch({ index, embedderOf: async () => embedder, clock: createFakeClock() }),
    passages,
    pagePassages: (_workspaceId, pageId) => passages.filter(passage => passage.pageId === pageId),
  }
}

/** The passages of one Markdown page as an index gives them. */
export function passagesOf(path: string, source: string): IndexedPassage[] {
  const page = parseMarkdown(source, path)
  return cutPassages(page).map(passage => ({
    ...passage,
    id: `${path}#${passage.ordinal}`,
    pageId: path,
    sourceId: 'docs',
    path,
    url: `/pages/${path}#${passage.anchor}`,
    title: page.title,
    language: page.language ?? 'en',
    effectiveOn: page.effectiveOn ?? null,
    expiresOn: page.expiresOn ?? null,
  }))
}

function joined(parts: readonly Int8Array[]): Int8Array {
  const whole = new Int8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
