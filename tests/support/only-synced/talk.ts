import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { openEmbedded } from '../../../src/platform/database/index.ts'
import { migratedImage } from '../database.ts'
import { createSmallApp, visitorOf } from '../small-app.ts'

// A server that takes messages, flushes between them as each minute does, and loses its power.
const [dataDir, syncs] = process.argv.slice(2) as [string, string]
await (await openEmbedded({ dataDir, image: await migratedImage() }, () => undefined)).close()
const app = await createSmallApp({ DATA_DIR: dataDir })
const visitor = await visitorOf(app)
for (const text of ['one', 'two', 'three']) {
  const { status } = await visitor.say(text)
  if (status !== 201) throw new Error(`"${text}" was refused with ${status}`)
  appendFileSync(join(syncs, 'log.jsonl'), `${JSON.stringify({ acknowledged: text })}\n`)
  await app.settle()
  if (text !== 'three') await app.storage.journal?.rotate(() => app.storage.database.checkpoint())
}
process.kill(process.pid, 'SIGKILL')
