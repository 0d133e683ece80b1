import { existsSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import { CarelineError } from '../../kit/errors.ts'
import { type LoadableEmbedder, type LocalEmbedderOptions, openLocalEmbedder } from './local-embedder.ts'

/** The encoder for pages in English, and the one for all others. Both are carried in `models/`. */
export const embeddedModels = { en: 'all-minilm-l6-v2', many: 'multilingual-e5-small' } as const

export interface ResolveOptions extends LocalEmbedderOptions {
  /** Where carried models lie: the package's `models/`, and `MODELS_DIR` before it. */
  modelsDirs: readonly string[]
  /** Pulled models lie in its `models/`. */
  dataDir: string
  /** An explicit directory or a model id; unset: the embedded English model. */
  choice?: string
  /** The hub, asked last; given only where downloads are switched on, and never in a request. */
  pull?: (id: string) => Promise<string | undefined>
}

/**
 * The embedder of a choice: an explicit directory, then `dataDir/models/<id>`, then `MODELS_DIR` and the carried models, then
 * the hub where `pull` is given. Without it nothing is downloaded: `careline models pull` does that beforehand. Only an unset choice falls to the embedded model; a choice that
 * cannot be had is an error, never another embedder.
 * @throws CarelineError `invalid` that names the model and where it was looked for.
 */
export async function resolveEmbedder(options: ResolveOptions): Promise<LoadableEmbedder> {
  const directory = await findModel(options)
  return openLocalEmbedder(directory, options)
}

/** Directory of the chosen model, in the order of `resolveEmbedder`. */
export async function findModel(options: ResolveOptions): Promise<string> {
  const choice = options.choice ?? embeddedModels.en
  if (isAbsolute(choice) || choice.startsWith('.')) {
    if (existsSync(join(choice, 'manifest.json'))) return choice
    throw new CarelineError('invalid', `The embedding model directory ${choice} has no manifest.json.`)
  }
  const places = [join(options.dataDir, 'models'), ...options.modelsDirs].map(place => join(place, choice))
  const found = places.find(place => existsSync(join(place, 'manifest.json')))
  if (found !== undefined) return found
  const pulled = await options.pull?.(choice)
  if (pulled !== undefined) return pulled
  throw new CarelineError(
    'invalid',
    `The embedding model ${choice} was not found in ${places.join(', ')}. Fetch it with "careline models pull ${choice}", or unset EMBEDDER.`,
  )
}
