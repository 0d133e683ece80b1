import { createResealHandler } from '../../src/accounts/index.ts'
import { openDatabase } from '../../src/platform/database/index.ts'
import { createKeyring, openKeyFile } from '../../src/platform/secrets/index.ts'

/** Seals anew in a process of its own, tells its parent after each batch, and stands still after the second. */
const dataDir = process.argv[2]!
const keyFile = await openKeyFile(dataDir)
const database = await openDatabase({ dataDir })
let batches = 0
await createResealHandler({ database, keyFile, keyring: createKeyring(keyFile.keys) }).run({} as never, {
  signal: new AbortController().signal,
  async progress() {
    process.send?.(++batches)
    if (batches === 2) await new Promise(resolve => setTimeout(resolve, 3_600_000))
  },
})
