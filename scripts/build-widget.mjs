// The widget into one folder: widget.js (the shell a page includes), panel.js and locales/<language>.js (loaded on the
// first click), extras.js and extras/<language>.js (loaded once the panel shows), and sizes.json with what each weighs
// compressed. Called by scripts/build.mjs.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { build, transform } from 'esbuild'

const source = new URL('../widget/', import.meta.url).pathname

/** `import { css } from './x.css'` gives the minified text, for constructable style sheets. */
const cssAsText = {
  name: 'css-as-text',
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(readFileSync(path, 'utf8'), {
        loader: 'css',
        minify: true,
        target: ['chrome111', 'safari16.2', 'firefox113'],
      })
      return { contents: `export const css = ${JSON.stringify(code.trim())}`, loader: 'js' }
    })
  },
}

/** The panel takes what it shares with the shell from the shell's element, instead of carrying a second copy. */
const toolsOfTheShell = {
  name: 'tools-of-the-shell',
  setup({ onLoad }) {
    onLoad({ filter: /\/toolbox\.ts$/ }, () => ({
      contents:
        "export const { addSheet, button, h, icon, tokenCss } = customElements.get('careline-widget').tools",
      loader: 'js',
    }))
  },
}

/**
 * Names of members that only the panel's own modules see, so they may be shortened. Not among them: what goes over the
 * wire or into storage, what the shell and the panel call of each other, and keys of texts.
 */
const inward =
  `onChange onMessage onActivity onRate onReply onRetry onDiscard onState onEvent onAsk onClose askForPerson
  markSeen drafts nodes waitMs nudge begin parts mark resume notice field newest
  grew list hosts words rate history memory client after update node thread
  unread tag children stop wait show end reset clear form`.split(/\s+/)

const common = {
  bundle: true,
  minify: true,
  target: 'es2022',
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'warning',
  plugins: [cssAsText],
}

/** Where the sources of each language of the panel and of the extras are, by the name of the built file. */
function languageFiles(folder, builtFolder) {
  return readdirSync(`${source}${folder}`)
    .filter(name => name.endsWith('.ts') && name !== 'texts.ts')
    .map(name => [`${builtFolder}/${name.slice(0, -3)}`, `${source}${folder}/${name}`])
}

/** Builds into `outDir` and returns the sizes written to its sizes.json, in bytes by file name. */
export async function buildWidget(outDir) {
  const entryPoints = {
    panel: `${source}panel/panel.ts`,
    extras: `${source}extras/extras.ts`,
    ...Object.fromEntries([
      ...languageFiles('locales', 'locales'),
      ...languageFiles('extras/locales', 'extras'),
    ]),
  }
  const parts = await build({
    ...common,
    entryPoints,
    outdir: outDir,
    format: 'esm',
    plugins: [cssAsText, toolsOfTheShell],
    mangleProps: new RegExp(`^(${inward.join('|')})$`),
    // One table for all files: panel and extras call each other by the shortened names.
    mangleCache: {},
  })
  if (parts.errors.length > 0) throw new Error('the widget does not build')
  const built = Object.keys(entryPoints).map(name => `${name}.js`)
  const read = name => readFileSync(`${outDir}/${name}`)
  const version = createHash('sha256')
  for (const name of built) version.update(read(name))
  await build({
    ...common,
    entryPoints: { widget: `${source}shell.ts` },
    outdir: outDir,
    format: 'iife',
    define: { PANEL_VERSION: JSON.stringify(version.digest('hex').slice(0, 10)) },
  })
  const sizes = Object.fromEntries(
    ['widget.js', ...built].map(name => [
      name,
      { raw: read(name).length, gzip: gzipSync(read(name), { level: 9 }).length },
    ]),
  )
  writeFileSync(`${outDir}/sizes.json`, `${JSON.stringify(sizes, null, 2)}\n`)
  return sizes
}

if (process.argv[1] === new URL(import.meta.url).pathname)
  console.log(await buildWidget(new URL('../dist/widget', import.meta.url).pathname))
