import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { CarelineError } from '../kit/errors.ts'
import {
  type CatalogueEntry,
  filesOf,
  hubAddress,
  type ModelManifest,
  type PulledFile,
  parseManifest,
  pullLimits,
  pullModel,
  readCatalogue,
} from '../models/index.ts'
import { allowEntryOf } from '../platform/fetch/allow-list.ts'
import { asFetch } from '../platform/fetch/as-fetch.ts'
import { createGuardedFetch } from '../platform/fetch/guarded-fetch.ts'
import { type Context, contextOf } from './output.ts'

interface PullArguments {
  file?: string[]
  manifest?: string
}

/** What is to be fetched, as which model. */
interface PullPlan {
  id: string
  files: PulledFile[]
  manifest?: ModelManifest
}

export function addPull(models: Command): void {
  models
    .command('pull <id>')
    .summary('download a model into the data folder')
    .description(
      'Downloads a model into the data folder. One of the catalogue needs its id only. For another give its files, each with its SHA-256, and its manifest: as one of the files, or as a file of this machine.',
    )
    .option(
      '--file <path=url#sha256...>',
      'a file of the model; of a model named org/name also path#sha256, which is fetched from the hub',
    )
    .option('--manifest <file>', 'a manifest written by you (see docs/models.md); it pins the model file')
    .addHelpText(
      'after',
      '\nExamples:\n  careline models pull all-minilm-l6-v2\n  careline models pull acme/encoder --manifest encoder.json --file tokenizer.json#3f2a... tokenizer_config.json#9c41...',
    )
    .action((id: string, options: PullArguments, command: Command) => pull(contextOf(command), id, options))
}

async function pull({ config, out }: Context, id: string, given: PullArguments): Promise<void> {
  const plan = planPull(id, given, { catalogue: readCatalogue(), hubUrl: config.MODEL_HUB })
  const guarded = createGuardedFetch({ allow: [...config.FETCH_ALLOW, allowEntryOf(config.MODEL_HUB)] })
  try {
    const directory = await pullModel(plan.id, {
      ...plan,
      modelsDir: join(config.DATA_DIR, 'models'),
      fetch: asFetch(guarded, pullLimits),
      onProgress: ({ path, done, total }) =>
        out.progress(
          `${path}  ${(done / 1e6).toFixed(1)} MB${total ? ` of ${(total / 1e6).toFixed(1)}` : ''}`,
        ),
    })
    out.done()
    out.value({ id: plan.id, directory })
    out.line(`Pulled ${plan.id} into ${directory}. Use it with EMBEDDER=${plan.id} or RERANKER=${plan.id}.`)
  } finally {
    await guarded.close()
  }
}

/**
 * Which files make up the model. Nothing without a SHA-256 gets into a plan.
 * @throws CarelineError `invalid` that says what is missing
 */
export function planPull(
  id: string,
  { file, manifest: manifestPath }: PullArguments,
  { catalogue, hubUrl }: { catalogue: readonly CatalogueEntry[]; hubUrl: string },
): PullPlan {
  const manifest = manifestPath === undefined ? undefined : readOwnManifest(manifestPath, id)
  if (file === undefined && manifest === undefined) return fromCatalogue(id, catalogue, hubUrl)
  const files = (file ?? []).map(text => pulledFile(text, id, hubUrl))
  const has = (path: string) => files.some(each => each.path === path)
  if (!manifest && !has('manifest.json'))
    throw new CarelineError(
      'invalid',
      `${id} has no manifest: name manifest.json with --file, or --manifest.`,
    )
  if (!manifest || has(manifest.file)) return { id, files, ...(manifest ? { manifest } : {}) }
  if (!id.includes('/'))
    throw new CarelineError(
      'invalid',
      `--file ${manifest.file}=url#sha256 is missing: the manifest names it.`,
    )
  const { file: path, sha256, bytes } = manifest
  return { id, manifest, files: [...files, { path, sha256, bytes, url: hubAddress(hubUrl, id, path) }] }
}

function fromCatalogue(id: string, catalogue: readonly CatalogueEntry[], hubUrl: string): PullPlan {
  const entry = catalogue.find(({ hub, manifest }) => manifest.id === id || hub === id)
  if (entry) return { id: entry.manifest.id, manifest: entry.manifest, files: filesOf(entry, hubUrl) }
  const known = catalogue.map(({ manifest }) => manifest.id).join(', ')
  throw new CarelineError(
    'invalid',
    `${id} is not in the catalogue (${known}). Give its files with --file path=url#sha256 and its manifest with --manifest FILE.`,
  )
}

function readOwnManifest(path: string, id: string): ModelManifest {
  let value: unknown
  try {
    value = JSON.parse(readFileSync(path, 'utf8'))
  } catch (cause) {
    throw new CarelineError('invalid', `--manifest ${path}: cannot be read as JSON.`, { cause })
  }
  const manifest = parseManifest(value, path)
  if (manifest.id !== id) throw new CarelineError('invalid', `${path} is of ${manifest.id}, not of ${id}.`)
  return manifest
}

function pulledFile(text: string, id: string, hubUrl: string): PulledFile {
  const [, path = '', url, sha256 = ''] = /^([^=#]+)(?:=(https?:\/\/[^#]+))?#([0-9a-f]{64})$/.exec(text) ?? []
  if (sha256 === '' || (url === undefined && !id.includes('/')))
    throw new CarelineError(
      'invalid',
      `--file ${text}: must be path=url#sha256, with 64 hexadecimal digits; the url may be left out for org/name.`,
    )
  return { path, sha256, url: url ?? hubAddress(hubUrl, id, path) }
}
