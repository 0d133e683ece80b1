// `npm run build`: one file per entry into dist/: the program, its worker threads, and the widget. Under a second or two.
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { build } from 'esbuild'

const root = new URL('..', import.meta.url).pathname
const workers = Object.fromEntries(
  [
    ...readFileSync(`${root}src/platform/worker.ts`, 'utf8').matchAll(/^ {2}(\w+): '([^']+-worker\.ts)',$/gm),
  ].map(([, name, entry]) => [`workers/${name}`, `${root}src/${entry}`]),
)

rmSync(`${root}dist`, { recursive: true, force: true })
await build({
  entryPoints: { careline: `${root}src/main.ts`, ...workers },
  outdir: `${root}dist`,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  splitting: true,
  chunkNames: 'chunk-[hash]',
  platform: 'node',
  target: 'node20',
  format: 'esm',
  packages: 'external',
  sourcemap: 'linked',
  logLevel: 'warning',
})

if (existsSync(`${root}scripts/build-widget.mjs`))
  await (await import('./build-widget.mjs')).buildWidget(`${root}dist/widget`)

const vite = await import('vite')
await vite.build({ configFile: `${root}admin/vite.config.ts` })
