// `npm run gate:train`: fits the weights of the "none relevant" gate on public help pages, prints what they do on each set
// when that set was left out, and writes src/bot/answers/gate/weights.json. Seeded: the same data give the same weights.
// What the left-out sets would see at each threshold goes into left-out.json beside it. `--left-out` writes
// only that file, `--report` none. The data lie in ../shared/data (see its SOURCES.json) and in examples/shop.
import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Embedder, openLocalEmbedder } from '../src/models/index.ts'
import { rememberEmbeddings } from './gate/embedding-cache.ts'
import { type Example, makeExamples, readGold, type TrainingSet } from './gate/examples.ts'
import { auroc, bestThreshold, type Fitted, fitLogistic, predict, refusals } from './gate/logistic.ts'
import { buildMaskedIndex } from './gate/masked-index.ts'

const root = new URL('..', import.meta.url).pathname
const data = join(root, '../shared/data')
const out = join(root, 'src/bot/answers/gate/weights.json')
const leftOutFile = join(root, 'src/bot/answers/gate/left-out.json')
const seed = 1

interface SetSource {
  name: string
  folder: string
  questions?: string
  language: string
}

const helpCentres: SetSource[] = [
  {
    name: 'plausible-help',
    folder: join(data, 'plausible-help/docs'),
    questions: join(data, 'plausible-help/questions.jsonl'),
    language: 'en',
  },
  {
    name: 'mtrag-cloud',
    folder: join(data, 'mtrag-cloud/docs'),
    questions: join(data, 'mtrag-cloud/questions.jsonl'),
    language: 'en',
  },
  { name: 'basecamp-policies', folder: join(data, 'basecamp-policies'), language: 'en' },
  { name: 'healthchecks-docs', folder: join(data, 'healthchecks-docs/md'), language: 'en' },
  {
    name: 'examples/shop',
    folder: join(root, 'examples/shop/docs'),
    questions: join(root, 'examples/shop/questions.jsonl'),
    language: 'en',
  },
]
const otherLanguages: SetSource[] = ['de', 'es', 'tr', 'ar'].map(language => ({
  name: `xquad-${language}`,
  folder: join(data, `xquad-${language}/docs`),
  questions: join(data, `xquad-${language}/questions.jsonl`),
  language,
}))

const lexical = ['bounded', 'coverPage', 'title', 'mustUnknown', 'length', 'size']
/** Pages of an encyclopaedia are titled by their theme, which every question shares: there titles tell nothing. */
const lexicalOfArticles = lexical.filter(name => name !== 'title')
const recipes = [
  {
    id: 'all-minilm-l6-v2',
    encoder: 'all-minilm-l6-v2',
    sets: helpCentres,
    features: ['dense', 'denseZ', 'oneSentence', ...lexical],
  },
  {
    id: 'multilingual-e5-small',
    encoder: 'multilingual-e5-small',
    sets: [...otherLanguages, ...helpCentres.filter(({ name }) => /shop|basecamp/.test(name))],
    features: ['dense', 'denseZ', 'sentence', 'oneSentence', ...lexicalOfArticles],
  },
  { id: 'any', encoder: 'all-minilm-l6-v2', sets: helpCentres, features: ['denseZ', ...lexical] },
]

/** Fitted on equal halves, read for two answerable questions in three. */
const shift = Math.log(2)

async function main(): Promise<void> {
  if (!existsSync(data)) throw new Error('The training data are not there: ../shared/data')
  const models: Record<string, unknown> = JSON.parse(await readFile(out, 'utf8')).models
  const curves: Record<string, unknown> = existsSync(leftOutFile)
    ? JSON.parse(await readFile(leftOutFile, 'utf8'))
    : {}
  const made = new Map<string, Example[]>()
  // `--only=ID` fits one of the models and leaves the others as they are.
  const only = process.argv.find(argument => argument.startsWith('--only='))?.slice('--only='.length)
  for (const recipe of recipes.filter(({ id }) => only === undefined || id === only)) {
    const key = `${recipe.encoder} ${recipe.sets.length}`
    const examples = made.get(key) ?? (await examplesFor(recipe.encoder, recipe.sets))
    made.set(key, examples)
    process.stdout.write(`\n${recipe.id}: ${examples.length} examples of ${recipe.sets.length} sets\n`)
    const { threshold, leftOut } = reportLeftOut(examples, recipe.features)
    curves[recipe.id] = curveOf(leftOut)
    const model = shifted(fitLogistic(weighed(examples), recipe.features))
    reportInSample(examples, model, threshold)
    models[recipe.id] = rounded(model, threshold)
  }
  const trainedOn = [...helpCentres, ...otherLanguages].map(({ name }) => name)
  if (process.argv.includes('--report')) return
  if (!process.argv.includes('--left-out'))
    await writeFile(out, `${JSON.stringify({ trainedOn, seed, models }, null, 2)}\n`)
  await writeFile(leftOutFile, `${JSON.stringify(curves)}\n`)
}

/** What questions of sets that were left out would see at each threshold, in counts: no set has seen its own. */
function curveOf(leftOut: ReadonlyMap<string, readonly Row[]>) {
  const rows = [...leftOut.values()].flat()
  const answerable = rows.filter(row => row.answerable).length
  const thresholds = Array.from({ length: 49 }, (_, at) => Number(((at + 1) / 50).toFixed(2)))
  return {
    sets: [...leftOut.keys()],
    questions: rows.length,
    answerable,
    points: thresholds.map(threshold => {
      const answered = rows.filter(row => row.score >= threshold)
      const wrong = answered.filter(row => !row.answerable).length
      return { threshold, answered: answered.length, wrong, refused: answerable - (answered.length - wrong) }
    }),
  }
}

async function examplesFor(encoder: string, sources: readonly SetSource[]): Promise<Example[]> {
  const local = await openLocalEmbedder(join(root, 'models', encoder), { indexThreads: 2 })
  const embedder: Embedder = await rememberEmbeddings(local, join(tmpdir(), 'careline-gate-embeddings'))
  try {
    const sets: TrainingSet[] = []
    for (const { name, folder, questions, language } of sources) {
      process.stderr.write(`${encoder}: reading ${name}\n`)
      const index = await buildMaskedIndex(name, folder, language, embedder)
      sets.push({ index, questions: questions === undefined ? [] : await readGold(questions) })
    }
    return await makeExamples(sets, embedder, seed)
  } finally {
    await embedder.close()
  }
}

/** Fits without each set that has questions and tells how its questions fare; gives the threshold best over all of them. */
function reportLeftOut(examples: readonly Example[], features: readonly string[]) {
  const tested = [...new Set(examples.filter(each => each.published).map(each => each.set))]
  const leftOut = new Map(
    tested.map(name => [name, scoreSet(examples, name, fitWithout(examples, [name], features))]),
  )
  for (const [name, rows] of leftOut) {
    // The threshold too is chosen without the set: on the others, each scored by a model that saw neither.
    const others = tested.filter(other => other !== name)
    const threshold = bestThreshold(
      others.map(other => scoreSet(examples, other, fitWithout(examples, [name, other], features))),
    )
    tell('left out ', name, rows, threshold)
  }
  return { threshold: bestThreshold([...leftOut.values()]), leftOut }
}

function reportInSample(examples: readonly Example[], model: Fitted, threshold: number): void {
  for (const name of new Set(examples.filter(each => each.published).map(each => each.set)))
    tell('in sample', name, scoreSet(examples, name, model), threshold)
}

type Row = { answerable: boolean; score: number; kind: string }

function tell(how: string, name: string, rows: readonly Row[], threshold: number): void {
  const { f1, falseRefusal } = refusals(rows, threshold)
  const kinds = [...new Set(rows.map(({ kind }) => kind))].map(kind => {
    const own = rows.filter(row => row.kind === kind)
    return `${kind} ${own.filter(row => row.score < threshold).length}/${own.length}`
  })
  const figures = `AUROC ${auroc(rows).toFixed(3)}  refusal F1 ${(100 * f1).toFixed(1)}  false refusal ${(100 * falseRefusal).toFixed(1)}`
  process.stdout.write(
    `${how} ${name.padEnd(16)} at ${threshold.toFixed(2)}: ${figures}  refused: ${kinds.join(', ')}\n`,
  )
}

function scoreSet(examples: readonly Example[], name: string, model: Fitted): Row[] {
  return examples
    .filter(each => each.set === name && each.published)
    .map(({ answerable, features, kind }) => ({ answerable, kind, score: predict(model, features) }))
}

function fitWithout(
  examples: readonly Example[],
  names: readonly string[],
  features: readonly string[],
): Fitted {
  const left = examples.filter(({ set, from }) => !names.includes(set) && !names.includes(from))
  return shifted(fitLogistic(weighed(left), features))
}

/** Every set counts alike, its answerable half as much as the other; published questions more than made ones. */
function weighed(examples: readonly Example[]) {
  const own = (example: Example) =>
    example.published ? 2 : example.kind.includes('taken out') || example.kind.includes('fewer') ? 1 : 0.5
  const sums = new Map<string, number>()
  const key = (example: Example) => `${example.set} ${example.answerable}`
  for (const example of examples) sums.set(key(example), (sums.get(key(example)) ?? 0) + own(example))
  return examples.map(example => ({
    features: example.features,
    answerable: example.answerable,
    weight: own(example) / (sums.get(key(example)) ?? 1),
  }))
}

function shifted(model: Fitted): Fitted {
  return { ...model, bias: model.bias + shift }
}

function rounded(model: Fitted, threshold: number) {
  const short = (value: number) => Number(value.toPrecision(5))
  const features = model.features.map(({ name, mean, deviation, weight }) => ({
    name,
    mean: short(mean),
    deviation: short(deviation),
    weight: short(weight),
  }))
  return { features, bias: short(model.bias), threshold: short(threshold) }
}

await main()
