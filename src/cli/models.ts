import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import type { Config } from '../config.ts'
import { CarelineError } from '../kit/errors.ts'
import {
  findModel,
  openLocalEmbedder,
  openLocalReranker,
  type PulledFile,
  pullModel,
  readManifest,
  verifyModel,
} from '../models/index.ts'
import { asFetch } from '../platform/fetch/as-fetch.ts'
import { createGuardedFetch } from '../platform/fetch/guarded-fetch.ts'
import { packageRoot } from '../platform/paths.ts'
import { contextOf, type Output, table } from './output.ts'

export function addModels(program: Command): void {
  const models = program
    .command('models')
    .summary('models: list, pull, test')
    .description('The embedding and reranking models on this machine, and the language models by task.')
  models
    .command('list', { isDefault: true })
    .description('list the models at hand')
    .action(async (_options: object, command: Command) => {
      const { config, out } = contextOf(command)
      const found = await Promise.all(
        directories(config).map(async directory => ({ directory, ...(await readManifest(directory)) })),
      )
      const tasks = {
        answer: config.MODEL_ANSWER,
        rewrite: config.MODEL_REWRITE,
        judge: config.MODEL_JUDGE,
        summary: config.MODEL_SUMMARY,
      }
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
  models
    .command('pull <id>')
    .description('download a model into the data folder; each file needs its SHA-256')
    .requiredOption(
      '--file <path=url#sha256...>',
      'a file of the model, such as manifest.json=https://host/manifest.json#3f2a...',
    )
    .action(async (id: string, options: { file: string[] }, command: Command) => {
      const { config, out } = contextOf(command)
      const guarded = createGuardedFetch({ allow: config.FETCH_ALLOW })
      const fetch = asFetch(guarded, { maxBytes: 4 * 1024 ** 3, timeoutMs: 3_600_000 })
      try {
        const directory = await pullModel(id, {
          modelsDir: join(config.DATA_DIR, 'models'),
          files: options.file.map(pulledFile),
          fetch,
          onProgress: ({ path, done, total }) =>
            out.progress(
              `${path}  ${(done / 1e6).toFixed(1)} MB${total ? ` of ${(total / 1e6).toFixed(1)}` : ''}`,
            ),
        })
        out.done()
        await verifyModel(directory)
        out.value({ id, directory })
        out.line(`Pulled ${id} into ${directory}. Use it with EMBEDDER=${id}.`)
      } finally {
        await guarded.close()
      }
    })
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

function directories(config: Config): string[] {
  return [join(config.DATA_DIR, 'models'), ...modelsDirs(config)]
    .filter(folder => existsSync(folder))
    .flatMap(folder => readdirSync(folder).map(name => join(folder, name)))
    .filter(directory => existsSync(join(directory, 'manifest.json')))
}

function pulledFile(text: string): PulledFile {
  const parts = /^([^=]+)=(https?:\/\/[^#]+)#([0-9a-f]{64})$/.exec(text)
  if (!parts)
    throw new CarelineError('invalid', `--file ${text}: must be path=url#sha256, with 64 hexadecimal digits.`)
  return { path: parts[1]!, url: parts[2]!, sha256: parts[3]! }
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
