/** A program that opens the embedding model that ships and closes it at once: at one moment of its loading after another. */
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { createEmbedders } from '../../src/models/index.ts'
import { packageRoot } from '../../src/platform/paths.ts'

/** Between two moments, in ms; the native part of the loading lasts longer than that. */
const STEP_MS = 80

for (let ms = 0; ; ms += STEP_MS) {
  const embedders = createEmbedders({ modelsDirs: [join(packageRoot, 'models')], dataDir: packageRoot })
  const embedder = await embedders.forPages({ en: 1 })
  const loaded = embedder.load?.().then(() => true)
  const isLoaded = await Promise.race([loaded, pause(ms).then(() => false)])
  loaded?.catch(() => undefined)
  await embedders.close()
  if (isLoaded) break
}
console.log('closed in order')
