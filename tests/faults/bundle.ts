import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build, type Plugin } from 'esbuild'
import { packageRoot } from '../../src/platform/paths.ts'
import { workerEntries } from '../../src/platform/worker.ts'
import type { Plant } from './plants.ts'

export interface Bundle {
  entry: string
  remove(): Promise<void>
}

/**
 * Builds the server under test into one folder, as the product itself is built: it starts in a third of the time that
 * it takes from source. A planted bug is put into the sources on the way; an edit whose text is gone is an error.
 */
export async function bundleChild(plant?: Plant): Promise<Bundle> {
  // Inside node_modules, so that the packages are found and nothing is left in the tree.
  const cache = join(packageRoot, 'node_modules', '.cache')
  await mkdir(cache, { recursive: true })
  const folder = await mkdtemp(join(cache, 'careline-faults-'))
  // A root of its own, so that a build of the tree meanwhile takes nothing away from a server that starts again.
  for (const part of ['package.json', 'migrations', 'examples/shop/site'])
    await cp(join(packageRoot, part), join(folder, part), { recursive: true })
  for (const part of ['widget', 'admin/assets']) await mkdir(join(folder, 'dist', part), { recursive: true })
  await writeFile(join(folder, 'dist/admin/index.html'), '')
  const workers = Object.entries(workerEntries).map(([name, entry]) => [
    `workers/${name}`,
    join(packageRoot, 'src', entry),
  ])
  await build({
    entryPoints: { child: join(packageRoot, 'tests/faults/child.ts'), ...Object.fromEntries(workers) },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    ...{ bundle: true, splitting: true, chunkNames: 'chunk-[hash]', packages: 'external' },
    // The language detector takes a part of each start, and no fault depends on it.
    alias: { 'eld/small': 'eld/extrasmall' },
    ...{ platform: 'node', target: 'node20', format: 'esm', logLevel: 'silent' },
    plugins: plant ? [planting(plant)] : [],
  })
  return {
    entry: join(folder, 'child.mjs'),
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

function planting({ edits }: Plant): Plugin {
  return {
    name: 'plant',
    setup(builder) {
      builder.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        const mine = edits.filter(({ file }) => path.endsWith(file))
        if (mine.length === 0) return undefined
        let contents = await readFile(path, 'utf8')
        for (const { file, from, to } of mine) {
          if (!contents.includes(from))
            throw new Error(`the bug cannot be planted: ${file} has no "${from}" any more`)
          contents = contents.replace(from, () => to)
        }
        return { contents, loader: 'ts' }
      })
    },
  }
}
