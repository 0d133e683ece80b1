import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { createFakeClock } from '../../src/kit/clock.ts'
import { createMemoryIndex } from '../../src/knowledge/index-memory/memory-index.ts'
import type { EmbeddedPassage } from '../../src/knowledge/index-memory/port.ts'
import { quantise } from '../../src/knowledge/index-memory/quantise.ts'
import { parseMarkdown } from '../../src/knowledge/parse/markdown.ts'
import { cutPassages } from '../../src/knowledge/passages/cut.ts'
import { passageInput, sentenceInput } from '../../src/knowledge/passages/embed-input.ts'
import { createPassageSearch } from '../../src/knowledge/search/passage-search.ts'
import { type Embedder, type EmbedderManifest, openLocalEmbedder } from '../../src/models/index.ts'

/**
 * Document hit@1 and hit@5 of retrieval alone (no gate, no rewriting of follow-ups) over the question sets.
 *   npx tsx bench/retrieval/quality.ts [DATA_DIR] [set ...]
 * Vectors are kept in the system's temporary directory between runs. `FUSIONS=a/b/c,rrf` tries other weights.
 */
interface Question {
  id: string
  question: string
  gold_docs?: string[]
  kind?: string
  answerable: boolean | null
  history?: { role: string; text: string }[]
}

const [dataDir = '../shared/data', ...only] = process.argv.slice(2)
const sets = only.length
  ? only
  : ['plausible-help', 'mtrag-cloud', 'xquad-de', 'xquad-es', 'xquad-tr', 'xquad-ar']
const cacheDir = join(tmpdir(), 'careline-vectors')
mkdirSync(cacheDir, { recursive: true })

const opened = new Map<string, Embedder>()
for (const set of sets) await measure(set)
for (const embedder of opened.values()) await embedder.close()

async function measure(set: string): Promise<void> {
  const language = /^xquad-(\w+)$/.exec(set)?.[1] ?? 'en'
  const model = language === 'en' ? 'all-minilm-l6-v2' : 'multilingual-e5-small'
  const embedder = opened.get(model) ?? cached(await openLocalEmbedder(`models/${model}`))
  opened.set(model, embedder)
  const rows = await rowsOf(join(dataDir, set, 'docs'), language, embedder)
  const index = createMemoryIndex({
    rows: {
      loadWorkspace: async () => ({ embedderId: model, dimensions: embedder.dimensions, rows }),
      loadPages: async () => undefined,
      version: async () => '1',
    },
  })
  const questions = readFileSync(join(dataDir, set, 'questions.jsonl'), 'utf8')
    .split('\n')
    .filter(line => line.trim() !== '')
    .map(line => JSON.parse(line) as Question)
    .filter(question => question.answerable === true && (question.gold_docs?.length ?? 0) > 0)
  for (const fusion of fusions(embedder.manifest)) {
    const search = createPassageSearch({
      index,
      embedderOf: async () => embedder,
      clock: createFakeClock(),
      fusion,
    })
    const ask = async (query: string) => {
      const started = performance.now()
      const { candidates } = await search.search('ws', query)
      return {
        pages: [...new Set(candidates.map(one => basename(one.passage.path)))],
        ms: performance.now() - started,
      }
    }
    const label = `${set} ${rows.length} passages ${fusion.method} ${fusion.lexical}/${fusion.passage}/${fusion.sentence}`
    await report(label, questions, question => ask(question.question))
    if (set === 'mtrag-cloud')
      await report(`${label} with the last question before`, questions, question => ask(glued(question)))
  }
}

async function report(
  label: string,
  questions: readonly Question[],
  ask: (question: Question) => Promise<{ pages: string[]; ms: number }>,
): Promise<void> {
  const hits: Record<string, [one: number, five: number, all: number]> = {}
  const times: number[] = []
  for (const question of questions) {
    const { pages, ms } = await ask(question)
    const gold = (question.gold_docs ?? []).map(page => basename(page))
    times.push(ms)
    for (const kind of ['all', question.kind ?? 'other']) {
      hits[kind] ??= [0, 0, 0]
      const tally = hits[kind]
      tally[0] += gold.includes(pages[0] ?? '') ? 1 : 0
      tally[1] += pages.slice(0, 5).some(page => gold.includes(page)) ? 1 : 0
      tally[2]++
    }
  }
  const shown = Object.entries(hits).map(
    ([kind, [one, five, all]]) =>
      `${kind} ${((100 * one) / all).toFixed(1)}/${((100 * five) / all).toFixed(1)} (${all})`,
  )
  times.sort((a, b) => a - b)
  const p = (share: number) => (times[Math.floor(share * (times.length - 1))] ?? 0).toFixed(1)
  process.stdout.write(`${label}: ${shown.join('  ')}  p50 ${p(0.5)} p95 ${p(0.95)} ms\n`)
}

function glued(question: Question): string {
  const before = (question.history ?? []).filter(line => line.role === 'user').at(-1)?.text
  return before === undefined ? question.question : `${before}\n${question.question}`
}

function fusions(manifest: EmbedderManifest): EmbedderManifest['fusion'][] {
  const asked = process.env.FUSIONS
  if (!asked) return [manifest.fusion]
  return asked.split(',').map(text => {
    if (text === 'rrf') return { ...manifest.fusion, method: 'rrf' }
    const [lexical = 0, passage = 0, sentence = 0] = text.split('/').map(Number)
    return { method: 'score-sum', lexical, passage, sentence }
  })
}

async function rowsOf(docs: string, language: string, embedder: Embedder): Promise<EmbeddedPassage[]> {
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

/** Passage vectors are read from a file when the same texts were embedded before. */
function cached(embedder: Embedder): Embedder {
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
