import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EmbeddedPassage } from '../../src/knowledge/index-memory/port.ts'
import { quantise } from '../../src/knowledge/index-memory/quantise.ts'
import { parseMarkdown } from '../../src/knowledge/parse/markdown.ts'
import { cutPassages } from '../../src/knowledge/passages/cut.ts'
import { passageInput, sentenceInput } from '../../src/knowledge/passages/embed-input.ts'
import type { Embedder } from '../../src/models/index.ts'
import { packageRoot } from '../../src/platform/paths.ts'

/** Questions with the pages that answer them, and where those pages lie. */
export interface QuestionSet {
  name: string
  folder: string
  language: string
  model: 'all-minilm-l6-v2' | 'multilingual-e5-small'
}

export interface GoldQuestion {
  question: string
  gold_docs: string[]
}

/** The sets that are at hand: the example shop, and those of the data beside the repository. */
export function questionSets(): QuestionSet[] {
  const data = join(packageRoot, '../shared/data')
  const english = ['plausible-help', 'mtrag-cloud'].map(name => ({ name, language: 'en' }))
  const others = ['de', 'es', 'tr', 'ar'].map(language => ({ name: `xquad-${language}`, language }))
  const sets = [...english, ...others].map(set => ({ ...set, folder: join(data, set.name) }))
  const all = [{ name: 'shop', language: 'en', folder: join(packageRoot, 'examples/shop') }, ...sets]
  return all
    .filter(({ name, folder }) => {
      const there = existsSync(join(folder, 'questions.jsonl'))
      if (!there) process.stderr.write(`${name}: not measured, its questions are not there\n`)
      return there
    })
    .map(set => ({ ...set, model: set.language === 'en' ? 'all-minilm-l6-v2' : 'multilingual-e5-small' }))
}

/** The answerable questions of a set. */
export function goldQuestions(folder: string): GoldQuestion[] {
  return readFileSync(join(folder, 'questions.jsonl'), 'utf8')
    .split('\n')
    .filter(line => line.trim() !== '')
    .map(line => JSON.parse(line) as GoldQuestion & { answerable: boolean | null })
    .filter(({ answerable, gold_docs: gold }) => answerable === true && (gold?.length ?? 0) > 0)
}

/** The pages of a folder cut and embedded as an ingest does it. */
export async function embeddedPages(
  { folder, language }: Pick<QuestionSet, 'folder' | 'language'>,
  embedder: Embedder,
): Promise<EmbeddedPassage[]> {
  const docs = join(folder, 'docs')
  const passages = readdirSync(docs, { recursive: true, encoding: 'utf8' })
    .filter(path => /\.mdx?$/.test(path))
    .sort()
    .flatMap(path => {
      const page = parseMarkdown(readFileSync(join(docs, path), 'utf8'), path)
      return cutPassages(page, { target: embedder.manifest.chunkTarget, language }).map(passage => ({
        ...passage,
        id: `${path}#${String(passage.ordinal).padStart(4, '0')}`,
        pageId: path,
        sourceId: 'src',
        path,
        url: path,
        title: page.title,
        language,
        effectiveOn: null,
        expiresOn: null,
      }))
    })
  const vectors = await embedder.embedPassages(
    passages.map(one => passageInput(one.title, one.headingPath, one.text)),
  )
  const inputs = passages.flatMap(one =>
    one.sentences.map(sentence => sentenceInput(one.title, sentence.text)),
  )
  const sentences = await embedder.embedPassages(inputs)
  let at = 0
  return passages.map((passage, position) => {
    const own = sentences.slice(at, at + passage.sentences.length)
    at += own.length
    const sentenceVectors = new Int8Array(own.length * embedder.dimensions)
    own.forEach((vector, row) => {
      sentenceVectors.set(quantise(vector), row * embedder.dimensions)
    })
    return { passage, vector: vectors[position] as Float32Array, sentenceVectors }
  })
}

const cacheDir = join(tmpdir(), 'careline-vectors')

/** Passage vectors are read from a file of the system's temporary folder when the same texts were embedded before. */
export function cachedEmbedder(embedder: Embedder): Embedder {
  mkdirSync(cacheDir, { recursive: true })
  return {
    ...embedder,
    async embedPassages(texts) {
      const key = createHash('sha256')
        .update(JSON.stringify([embedder.id, texts]))
        .digest('hex')
        .slice(0, 24)
      const file = join(cacheDir, `${key}.f32`)
      const width = embedder.dimensions
      if (!existsSync(file)) {
        const flat = new Float32Array(texts.length * width)
        const made = await embedder.embedPassages(texts)
        made.forEach((vector, row) => {
          flat.set(vector, row * width)
        })
        writeFileSync(file, Buffer.from(flat.buffer))
      }
      const flat = new Float32Array(Uint8Array.from(readFileSync(file)).buffer)
      return texts.map((_, row) => flat.subarray(row * width, (row + 1) * width))
    },
  }
}
