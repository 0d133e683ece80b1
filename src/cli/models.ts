import { join } from 'node:path'
import type { Command } from 'commander'
import { tasksOf } from '../app/model-settings.ts'
import type { Config } from '../config.ts'
import { CarelineError, messageOf } from '../kit/errors.ts'
import {
  findModel,
  modelDirectories,
  openLocalEmbedder,
  openLocalReranker,
  readManifest,
  verifyModel,
} from '../models/index.ts'
import { packageRoot } from '../platform/paths.ts'
import { askedBot } from './eval-settings.ts'
import { contextOf, type Output, table } from './output.ts'
import { addPull } from './pull.ts'

export function addModels(program: Command): void {
  const models = program
    .command('models')
    .summary('models: list, pull, test')
    .description('The embedding and reranking models on this machine, and the language models by task.')
  models
    .command('list', { isDefault: true })
    .description('list the models at hand, and the language models of a bot')
    .option('--bot <id>', 'whose language models (default: the first one)')
    .action(async ({ bot }: { bot?: string }, command: Command) => {
      const context = contextOf(command)
      const { config, out } = context
      const places = modelDirectories([join(config.DATA_DIR, 'models'), ...modelsDirs(config)])
      const found = (await Promise.all(places.map(place => readable(place, out)))).flat()
      const { options } = await askedBot(context, bot)
      const tasks = tasksOf(config, options.models)
      out.value({ models: found, language: tasks })
      out.line(
        table(
          found.map(model => [
            model.id,
            model.task,
            model.task === 'embedding' ? `${model.languages}, ${model.dimensions} dimensions` : '',
            `${(model.bytes / 1e6).toFixed(0)} MB`,
            model.licence,
            model.directory,
          ]),
        ),
      )
      for (const [task, ids] of Object.entries(tasks))
        out.line(
          `${task.padEnd(8)} ${ids.length > 0 ? ids.join(', ') : 'no language model (answers are quoted from the pages)'}`,
        )
    })
  addPull(models)
  models
    .command('test [id]')
    .description('check a model against its manifest and time it')
    .action(async (id: string | undefined, _options: object, command: Command) => {
      const { config, out } = contextOf(command)
      const choice = id ?? config.EMBEDDER
      const directory = await findModel({
        modelsDirs: modelsDirs(config),
        dataDir: config.DATA_DIR,
        ...(choice ? { choice } : {}),
      })
      const manifest = await verifyModel(directory)
      if (manifest.task === 'reranking') return testReranker(directory, out)
      const embedder = await openLocalEmbedder(directory, { queryThreads: config.QUERY_THREADS })
      try {
        const result = await measure(embedder)
        out.value({ id: manifest.id, directory, ...result })
        out.line(
          `${manifest.id}: files as in the manifest, near texts ${result.near.toFixed(2)}, far texts ${result.far.toFixed(2)}, query ${result.queryMs.toFixed(1)} ms`,
        )
        if (result.near <= result.far)
          throw new CarelineError(
            'invalid',
            `${manifest.id} puts unlike texts nearer than like ones: the files do not belong together.`,
          )
      } finally {
        await embedder.close()
      }
    })
}

/** Whether it puts a passage that answers above one that does not. */
async function testReranker(directory: string, out: Output): Promise<void> {
  const reranker = await openLocalReranker(directory)
  try {
    const [near = 0, far = 0] = await reranker.score('How do I get a refund?', [
      'We refund your money within 14 days of the return.',
      'The train leaves at noon.',
    ])
    out.value({ id: reranker.id, directory, near, far, calibrated: reranker.calibrated })
    out.line(`${reranker.id}: files as in the manifest, answer ${near.toFixed(2)}, other ${far.toFixed(2)}`)
    if (near <= far)
      throw new CarelineError(
        'invalid',
        `${reranker.id} does not put an answer above another text: the files do not belong together.`,
      )
  } finally {
    await reranker.close()
  }
}

const modelsDirs = (config: Config) => [
  ...(config.MODELS_DIR ? [config.MODELS_DIR] : []),
  join(packageRoot, 'models'),
]

/** A directory that cannot be read is told of, and the others are listed all the same. */
async function readable(directory: string, out: Output) {
  try {
    return [{ directory, ...(await readManifest(directory)) }]
  } catch (error) {
    out.progress(messageOf(error))
    out.done()
    return []
  }
}

async function measure(embedder: Awaited<ReturnType<typeof openLocalEmbedder>>) {
  const [refund, money, train] = (await embedder.embedQueries([
    'How do I get a refund?',
    'I want my money back',
    'The train leaves at noon',
  ])) as [Float32Array, Float32Array, Float32Array]
  const started = performance.now()
  for (let round = 0; round < 5; round++) await embedder.embedQueries(['Where is my parcel?'])
  const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, at) => sum + value * b[at]!, 0)
  return { near: dot(refund, money), far: dot(refund, train), queryMs: (performance.now() - started) / 5 }
}
