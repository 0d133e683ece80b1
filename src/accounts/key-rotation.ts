import { sql } from 'kysely'
import type { Database, Tx } from '../platform/database/database.ts'
import type { JobHandler, Progress } from '../platform/jobs/index.ts'
import type { KeyFile, Keyring } from '../platform/secrets/index.ts'
import { placeOfRow, type SealedColumn, sealedColumns } from './sealed-columns.ts'

/** The kind under which sealing anew is queued. */
export const RESEAL_JOB = 'secrets.reseal'

/** Rows sealed anew in one transaction, whose locks others may wait for. */
const BATCH = 50

export interface KeyUse {
  id: string
  /** Whether new secrets are sealed with it. */
  current: boolean
  /** How many secrets only it opens. */
  secrets: number
}

/** The keys there are, newest first, and those that are missing but that something is sealed with. */
export async function listKeys(database: Database, keyring: Keyring): Promise<KeyUse[]> {
  const counts = await countByKey(database)
  const ids = new Set([...keyring.ids(), ...counts.keys()])
  const [current] = keyring.ids()
  return [...ids].map(id => ({ id, current: id === current, secrets: counts.get(id) ?? 0 }))
}

/**
 * Seals with the newest key whatever is sealed with an older one, batch by batch, and drops from the key file the keys
 * that nothing is sealed with any more. What is done is told by the envelopes themselves, so it may be stopped at any
 * point and begun again.
 */
export function createResealHandler(deps: {
  database: Database
  keyring: Keyring
  /** Where the keys are kept; `undefined` when whoever runs the server gives them. */
  keyFile: KeyFile | undefined
}): JobHandler {
  const { database, keyring, keyFile } = deps
  return {
    async run(_job, { signal, progress }) {
      const total = (await listKeys(database, keyring)).reduce(
        (sum, { current, secrets }) => sum + (current ? 0 : secrets),
        0,
      )
      let done = 0
      for (const column of sealedColumns) {
        for (let sealed = BATCH; sealed === BATCH && !signal.aborted; ) {
          sealed = await database.transaction(tx => sealBatch(tx, keyring, column))
          done += sealed
          await progress(progressOf(done, Math.max(total, done)))
        }
      }
      if (signal.aborted) throw new Error('stopped before all was sealed anew')
      const used = await countByKey(database)
      await keyFile?.keepOnly(id => used.has(id))
    },
  }
}

const progressOf = (done: number, total: number): Progress => ({
  ...{ done, total, failed: 0, rate: 0, etaSeconds: null, note: 'sealing secrets anew' },
})

const startOf = (keyId: string) => `v1.${keyId}.`

async function sealBatch(tx: Tx, keyring: Keyring, sealed: SealedColumn): Promise<number> {
  const { table, column, key } = sealed
  const columns = [...new Set([...key, ...(sealed.ofWorkspace ? ['workspace_id'] : []), column])]
  const { rows } = await sql<Record<string, string>>`
    select ${sql.join(columns.map(name => sql.ref(name)))} from ${sql.table(table)}
    where ${sql.ref(column)} is not null and not starts_with(${sql.ref(column)}, ${startOf(keyring.current)})
    order by ${sql.join(key.map(name => sql.ref(name)))} limit ${BATCH} for update`.execute(tx)
  for (const row of rows) {
    const place = placeOfRow(sealed, row)
    const anew = keyring.seal(place, keyring.open(place, row[column]!))
    const same = sql.join(
      key.map(name => sql`${sql.ref(name)} = ${row[name]}`),
      sql` and `,
    )
    await sql`update ${sql.table(table)} set ${sql.ref(column)} = ${anew} where ${same}`.execute(tx)
  }
  return rows.length
}

async function countByKey(database: Database): Promise<Map<string, number>> {
  const counts = new Map<string, number>()
  for (const { table, column } of sealedColumns) {
    const { rows } = await sql<{ id: string; secrets: number }>`
      select split_part(${sql.ref(column)}, '.', 2) as id, count(*)::int as secrets from ${sql.table(table)}
      where ${sql.ref(column)} is not null group by 1`.execute(database.sql)
    for (const { id, secrets } of rows) counts.set(id, (counts.get(id) ?? 0) + secrets)
  }
  return counts
}
