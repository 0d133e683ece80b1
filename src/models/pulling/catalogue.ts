import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { packageRoot } from '../../platform/paths.ts'
import { type ModelManifest, parseManifest } from '../manifest.ts'
import { type PulledFile, type PullOptions, pullModel } from './pull-model.ts'

/** A model of a hub as it is known beforehand: its manifest, and the checksum of every file that it needs. */
export interface CatalogueEntry {
  hub: string
  revision: string
  manifest: ModelManifest
  files: { path: string; sha256: string }[]
}

const Entry = z.object({
  hub: z.string(),
  revision: z.string(),
  manifest: z.unknown(),
  files: z.array(z.object({ path: z.string(), sha256: z.string() })),
})

/** The models that `careline models pull` knows by their id alone: data, beside the carried ones. */
export function readCatalogue(path: string = join(packageRoot, 'models/catalogue.json')): CatalogueEntry[] {
  return z
    .array(Entry)
    .parse(JSON.parse(readFileSync(path, 'utf8')))
    .map(entry => ({ ...entry, manifest: parseManifest(entry.manifest, path) }))
}

/** All files of an entry with where the hub has them; the model's own is the one its manifest pins. */
export function filesOf({ hub, revision, manifest, files }: CatalogueEntry, hubUrl: string): PulledFile[] {
  const { file: path, sha256, bytes } = manifest
  return [...files, { path, sha256, bytes }].map(file => ({
    ...file,
    url: hubAddress(hubUrl, hub, file.path, revision),
  }))
}

/**
 * Pulls a model of the catalogue: the hub as the last place where a chosen model is looked for.
 * @returns its directory, or `undefined` when nothing is pinned for that id
 */
export async function pullPinned(
  id: string,
  {
    catalogue = readCatalogue(),
    hubUrl,
    ...options
  }: Omit<PullOptions, 'files' | 'manifest'> & { catalogue?: readonly CatalogueEntry[]; hubUrl: string },
): Promise<string | undefined> {
  const entry = catalogue.find(({ manifest }) => manifest.id === id)
  if (!entry) return undefined
  return pullModel(id, { ...options, manifest: entry.manifest, files: filesOf(entry, hubUrl) })
}

/** Where a hub has a file of `org/name`. */
export function hubAddress(hubUrl: string, hub: string, path: string, revision = 'main'): string {
  return `${hubUrl.replace(/\/+$/, '')}/${hub}/resolve/${revision}/${path}`
}
