import { readFile } from 'node:fs/promises'
import { measure } from '../../src/bot/answers/gate/features.ts'
import type { HistoryLine } from '../../src/bot/index.ts'
import { searchInContext } from '../../src/bot/understand/search-in-context.ts'
import { makeStandalone } from '../../src/bot/understand/standalone.ts'
import { isTopical, wordsOf } from '../../src/bot/understand/words.ts'
import { type GoldQuestion, parseQuestions } from '../../src/evals/index.ts'
import { seededRandom } from '../../src/evals/intervals.ts'
import { systemClock } from '../../src/kit/clock.ts'
import { createPassageSearch } from '../../src/knowledge/index.ts'
import type { Embedder } from '../../src/models/index.ts'
import { dot, type MaskedIndex } from './masked-index.ts'

/** One question against one state of one knowledge base. */
export interface Example {
  /** The set whose pages were searched, and the one the question was made for: both are left out together. */
  set: string
  from: string
  kind: string
  answerable: boolean
  /** A question of the set as published, with all pages in: what figures are reported on. */
  published: boolean
  features: Record<string, number>
}

export interface TrainingSet {
  index: MaskedIndex
  /** Published questions; none for sets that have only pages. */
  questions: GoldQuestion[]
}

type Hidden = ReadonlySet<number>
/** A question with the turns before it. */
interface Asked {
  question: string
  history: readonly HistoryLine[]
}

const nothing: Hidden = new Set()
/** Pages this close (cosine of their passages) may hold the same answer, and leave together. */
const nearDuplicate = { published: 0.88, made: 0.85 }
const madePerSet = 250
const foreignPerSet = 60

export async function readGold(path: string): Promise<GoldQuestion[]> {
  return parseQuestions(await readFile(path, 'utf8'), path)
}

/**
 * Everything the gate learns from, seeded. Published questions with all pages in, in smaller knowledge bases (pages drawn
 * at random, the right ones kept), and with their pages and near duplicates taken out, which makes them unanswerable;
 * questions made from headings and sentences, with their page in and out; questions of the other sets.
 */
export async function makeExamples(
  sets: readonly TrainingSet[],
  embedder: Embedder,
  seed: number,
): Promise<Example[]> {
  const examples: Example[] = []
  const published = new Map<string, Asked[]>()
  for (const set of sets) {
    const room: Room = { index: set.index, embedder, examples }
    const random = seededRandom(seed + set.index.name.length)
    const asked = set.questions.map(asAsked)
    published.set(set.index.name, asked)
    for (const [at, question] of set.questions.entries())
      await addPublished(room, question, asked[at] as Asked, random)
    await addMade(room, random)
  }
  for (const { index } of sets) {
    const others = [...published]
      .filter(([name]) => name !== index.name)
      .flatMap(([name, asked]) => asked.map(each => ({ ...each, name })))
    const random = seededRandom(seed + 99)
    for (const { name, ...asked } of drawSome(others, foreignPerSet, random))
      await add({ index, embedder, examples }, asked, nothing, {
        kind: 'foreign',
        answerable: false,
        from: name,
      })
  }
  return examples
}

/** Where the examples of one set are made and gathered. */
interface Room {
  index: MaskedIndex
  embedder: Embedder
  examples: Example[]
}

function asAsked({ question, history }: GoldQuestion): Asked {
  return {
    question,
    history: history.map(({ role, text }) => ({ role: role === 'user' ? 'visitor' : 'bot', text })),
  }
}

/** Searches as a turn does, by the product's own code, and reads the features off. */
async function add(
  { index, embedder, examples }: Room,
  asked: Asked,
  hidden: Hidden,
  about: { kind: string; answerable: boolean; from?: string; published?: boolean },
): Promise<void> {
  const search = createPassageSearch({
    index: index.without(hidden),
    embedderOf: async () => embedder,
    clock: systemClock,
  })
  const turn = { workspaceId: index.name, question: asked.question, now: systemClock.now() }
  const standalone = makeStandalone(asked.question, asked.history)
  const result = await searchInContext(search, turn, standalone)
  const measured = measure(result.query.text, result)
  if (measured === undefined) return
  const { name } = index
  examples.push({ set: name, from: name, published: false, ...about, features: { ...measured.features } })
}

async function addPublished(
  room: Room,
  question: GoldQuestion,
  asked: Asked,
  random: () => number,
): Promise<void> {
  const { index } = room
  const { answerable, kind } = question
  if (answerable === null) return
  await add(room, asked, nothing, { kind, answerable, published: true })
  if (!answerable) {
    const half = drawPages(index, 0.5, nothing, random)
    await add(room, asked, half, { kind: `${kind}, fewer pages`, answerable })
    return
  }
  const gold = goldPages(index, question)
  if (gold.size === 0) return
  const out = new Set([...gold].flatMap(page => [...relatedPages(index, page, nearDuplicate.published)]))
  const mayLeave = out.size < index.pages.length / 3
  if (mayLeave) await add(room, asked, out, { kind: 'taken out', answerable: false })
  for (const gone of [0.7, 0.4]) {
    const fewer = drawPages(index, gone, gold, random)
    await add(room, asked, fewer, { kind: 'fewer pages', answerable: true })
    if (gone === 0.4 && mayLeave)
      await add(room, asked, new Set([...fewer, ...out]), { kind: 'taken out', answerable: false })
  }
}

function goldPages(index: MaskedIndex, { gold_docs }: GoldQuestion): Set<number> {
  const base = (path: string) =>
    path
      .replace(/^.*\//u, '')
      .replace(/\.\w+$/u, '')
      .toLowerCase()
  const wanted = new Set(gold_docs.map(base))
  return new Set(index.pages.flatMap(({ path }, page) => (wanted.has(base(path)) ? [page] : [])))
}

/** A page, and the pages that hold a passage close to one of its own. */
function relatedPages({ pages, passages }: MaskedIndex, page: number, least: number): Set<number> {
  const related = new Set([page])
  for (const at of pages[page]?.passages ?? [])
    for (const other of passages)
      if (!related.has(other.page) && dot(passages[at]?.vector, other.vector) > least) related.add(other.page)
  return related
}

/** About the share `gone` of all pages, but for those to keep. */
function drawPages({ pages }: MaskedIndex, gone: number, keep: Hidden, random: () => number): Set<number> {
  return new Set([...pages.keys()].filter(page => !keep.has(page) && random() < gone))
}

async function addMade(room: Room, random: () => number): Promise<void> {
  const { index } = room
  const made = Array.from({ length: madePerSet }, () => makeQuestion(index, random)).filter(
    each => each !== undefined,
  )
  for (const { text, page, kind } of made) {
    const asked = { question: text, history: [] }
    const fewer = random() < 0.5 ? drawPages(index, 0.5, new Set([page]), random) : nothing
    await add(room, asked, fewer, { kind, answerable: true })
    const out = relatedPages(index, page, nearDuplicate.made)
    if (out.size < index.pages.length / 3)
      await add(room, asked, new Set([...fewer, ...out]), { kind: `${kind}, taken out`, answerable: false })
  }
}

const openings = [
  '',
  '',
  '',
  'how do i ',
  'how can i ',
  'how to ',
  'is it possible to ',
  'can you tell me about ',
  'i want to know about ',
  'what about ',
  'where do i find ',
  'it would be nice to ',
  'please help with ',
  'hi, i have a problem with ',
]
const asides = [
  '',
  '',
  '',
  '',
  ' any ideas?',
  ' thanks',
  ' is this supported?',
  ' our team needs this for a new project',
  ' i tried this yesterday and it did not work',
]

/** A question from a heading, or from some of the words of one or two sentences, as a visitor might put it. */
function makeQuestion(
  index: MaskedIndex,
  random: () => number,
): { text: string; page: number; kind: string } | undefined {
  const page = Math.floor(random() * index.pages.length)
  const entry = index.passages[pick(index.pages[page]?.passages ?? [], random) ?? -1]
  if (entry === undefined) return undefined
  const [opening, aside] = index.language === 'en' ? [pick(openings, random), pick(asides, random)] : ['', '']
  const { passage } = entry
  if (random() < 0.3) {
    const heading = passage.headingPath.at(-1) ?? passage.title
    if (wordsOf(heading).filter(isTopical).length < 2) return undefined
    return {
      text: heading.endsWith('?') ? heading : `${opening}${withSmallStart(heading)}${aside}`,
      page,
      kind: 'heading',
    }
  }
  const about = random() < 0.5 ? wordsOf(passage.title).filter(isTopical).slice(0, 2) : []
  const words = someWords(
    `${pick(passage.sentences, random)?.text ?? ''} ${random() < 0.3 ? (pick(passage.sentences, random)?.text ?? '') : ''}`,
    random,
  )
  return words.length === 0
    ? undefined
    : { text: `${opening}${[...about, ...words].join(' ')}${aside}`, page, kind: 'sentence' }
}

/** Two to seven topical words of a text in their order, with some of the small words between them. */
function someWords(text: string, random: () => number): string[] {
  const share = 0.3 + 0.5 * random()
  const most = 2 + Math.floor(random() * 6)
  const words = wordsOf(text)
  const kept = new Set(
    words
      .filter(isTopical)
      .filter(() => random() < share)
      .slice(0, most),
  )
  return kept.size < 2
    ? []
    : words.filter(word => kept.has(word) || (!isTopical(word) && random() < 0.6)).slice(0, 18)
}

function withSmallStart(heading: string): string {
  return /\p{Lu}{2}/u.test(heading) ? heading : heading.charAt(0).toLowerCase() + heading.slice(1)
}

function pick<T>(items: readonly T[], random: () => number): T | undefined {
  return items[Math.floor(random() * items.length)]
}

function drawSome<T>(items: readonly T[], count: number, random: () => number): T[] {
  return items
    .map(item => ({ item, order: random() }))
    .sort((a, b) => a.order - b.order)
    .slice(0, count)
    .map(({ item }) => item)
}
