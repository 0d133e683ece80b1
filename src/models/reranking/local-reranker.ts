import { existsSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import { CarelineError, messageOf } from '../../kit/errors.ts'
import { readManifest } from '../manifest.ts'
import { createModelThread } from '../model-thread.ts'
import type { Reranker } from '../ports.ts'
import { modelDirectories } from '../pulling/model-directories.ts'
import type { CrossEncoderOptions } from './cross-encoder.ts'

export interface FindRerankerOptions {
  /** Folders of model directories, in the order in which they are looked through. */
  modelsDirs: readonly string[]
  /** An explicit directory or a model id; `off` for none; unset: the first one that lies there. */
  choice?: string
  /** The hub, asked last for a choice that is not at hand; given only where downloads are switched on. */
  pull?: (id: string) => Promise<string | undefined>
  /** Told of each directory that was passed over because it could not be read. */
  onUnreadable?: (problem: string) => void
}

/**
 * The cross-encoder to use: the chosen one, or with no choice the first whose directory is present. `undefined` when
 * there is none. Nothing is downloaded.
 * @throws CarelineError `invalid` when the chosen one is not there or its directory is no usable reranking model.
 */
export async function findReranker(options: FindRerankerOptions): Promise<Reranker | undefined> {
  const { choice } = options
  if (choice === 'off') return undefined
  if (choice === undefined) {
    const present = await firstPresent(options)
    return present === undefined ? undefined : openLocalReranker(present)
  }
  if (isAbsolute(choice) || choice.startsWith('.')) return openLocalReranker(choice)
  const found = options.modelsDirs
    .map(folder => join(folder, choice))
    .find(folder => existsSync(join(folder, 'manifest.json')))
  const directory = found ?? (await options.pull?.(choice))
  if (directory !== undefined) return openLocalReranker(directory)
  throw new CarelineError(
    'invalid',
    `The reranking model ${choice} was not found in ${options.modelsDirs.join(', ')}. Put its directory there, or unset RERANKER.`,
  )
}

/** A directory that cannot be read was chosen by nobody, so it must not keep the server from starting. */
async function firstPresent({ modelsDirs, onUnreadable }: FindRerankerOptions): Promise<string | undefined> {
  for (const directory of modelDirectories(modelsDirs)) {
    try {
      const { task } = await readManifest(directory)
      if (task === 'reranking') return directory
    } catch (error) {
      onUnreadable?.(messageOf(error))
    }
  }
  return undefined
}

/**
 * A cross-encoder's directory (manifest, tokenizer, ONNX file) as a reranker, in a thread of its own that is started
 * by the first question. Scores are probabilities when the manifest holds a calibration, plain sigmoids otherwise.
 * @throws CarelineError `invalid` when the directory is no usable model.
 */
export async function openLocalReranker(directory: string): Promise<Reranker> {
  const manifest = await readManifest(directory, 'reranking')
  const thread = createModelThread({
    worker: 'reranker',
    called: `reranking model ${manifest.id}`,
    directory,
    workerData: { directory, manifest, threads: 1, tokensPerBatch: 2048 } satisfies CrossEncoderOptions,
  })
  const { slope, bias } = manifest.calibration ?? { slope: 1, bias: 0 }
  return {
    id: manifest.id,
    calibrated: manifest.calibration !== undefined,
    async score(query, passages) {
      if (passages.length === 0) return []
      const logits = await thread.run([query, ...passages])
      return [...logits].map(logit => 1 / (1 + Math.exp(-(slope * logit + bias))))
    },
    close: () => thread.close(),
  }
}
