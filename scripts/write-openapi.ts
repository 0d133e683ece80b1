import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApp } from '../src/app/index.ts'
import { readConfig } from '../src/config.ts'
import { openApiText } from './openapi-text.ts'

/** Writes docs/openapi.json from the routes of the program; a test fails while the two differ. */
const folder = mkdtempSync(join(tmpdir(), 'careline-openapi-'))
const app = await createApp(readConfig({ DATA_DIR: folder, NO_EXAMPLE: 'true', LOG_LEVEL: 'silent' }))
try {
  writeFileSync(new URL('../docs/openapi.json', import.meta.url), await openApiText(app.http))
  console.log('docs/openapi.json is written.')
} finally {
  await app.stop()
  rmSync(folder, { recursive: true, force: true })
}
