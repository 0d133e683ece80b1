import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createResealHandler, listKeys, setSecret } from '../../src/accounts/index.ts'
import { sealedColumns } from '../../src/accounts/sealed-columns.ts'
import { openDatabase, openEmbedded } from '../../src/platform/database/index.ts'
import { packageRoot } from '../../src/platform/paths.ts'
import { createKeyring, openKeyFile } from '../../src/platform/secrets/index.ts'
import { migratedImage } from '../support/database.ts'
import { tempFolder } from '../support/program.ts'
import { type StaffRig, startStaff } from './staff-rig.ts'

let rig: StaffRig
beforeAll(async () => {
  rig = await startStaff()
})
afterAll(() => rig?.close())

test('every column of envelopes is in the list of what is sealed anew', async () => {
  const { rows } = await sql<{ table_name: string; column_name: string }>`
    select table_name, column_name from information_schema.columns
    where table_schema = current_schema() and column_name like '%\\_sealed'`.execute(
    rig.app.storage.database.sql,
  )
  const names = (list: readonly string[]) => [...list].sort()
  expect(names(rows.map(row => `${row.table_name}.${row.column_name}`))).toEqual(
    names(sealedColumns.map(({ table, column }) => `${table}.${column}`)),
  )
})

test('whoever runs the server rotates while it runs, and all that was sealed opens and works', async () => {
  const { accounts, adminToken, workspaceId } = rig.app
  await setSecret(accounts, workspaceId, 'smtp-password', 'hunter2')
  const [old] = (await rig.call('/api/v1/secret-keys', { token: adminToken })).json.keys
  expect(old).toMatchObject({ current: true, secrets: 2 })
  expect((await rig.owner.call('/api/v1/secret-keys/rotation', { method: 'POST' })).status).toBe(403)
  const begun = await rig.call('/api/v1/secret-keys/rotation', { method: 'POST', token: adminToken })
  expect(begun.status).toBe(202)
  await rig.app.settle()
  const { keys } = (await rig.call('/api/v1/secret-keys', { token: adminToken })).json
  expect(keys).toEqual([{ id: expect.not.stringMatching(old.id), current: true, secrets: 2 }])
  expect((await rig.signIn(rig.owner.email)).status).toBe(201)
})

test('a rotation killed in the middle goes on where it was, and drops the old key only at its end', async () => {
  const folder = tempFolder()
  const dataDir = join(folder.path, 'data')
  const keyFile = await openKeyFile(dataDir)
  const keyring = createKeyring(keyFile.keys)
  const place = (id: string) => ({ workspaceId: '', table: 'accounts', row: id, column: 'totp_sealed' })
  const ids = Array.from({ length: 230 }, (_, at) => `acc_${String(at).padStart(3, '0')}`)
  const first = await openEmbedded({ dataDir, image: await migratedImage() }, () => undefined)
  await first.sql
    .insertInto('accounts')
    .values(
      ids.map(id => ({
        ...{ id, email: `${id}@x.example`, name: id, created_at: new Date('2026-03-01') },
        totp_sealed: keyring.seal(place(id), `totp of ${id}`),
      })),
    )
    .execute()
  await first.close()
  await keyFile.add(new Date())

  const child = fork(join(packageRoot, 'tests/accounts/rotation-child.ts'), [dataDir], {
    execArgv: ['--import', 'tsx'],
  })
  const ended = once(child, 'exit')
  const halfDone = new Promise<void>(resolve => child.on('message', batches => batches === 2 && resolve()))
  await Promise.race([halfDone, ended])
  child.kill('SIGKILL')
  await ended

  const database = await openDatabase({ dataDir })
  const halfway = await listKeys(database, keyring)
  expect(halfway.map(({ secrets }) => secrets)).toEqual([100, 130])
  await createResealHandler({ database, keyring, keyFile }).run({} as never, {
    signal: new AbortController().signal,
    progress: async () => undefined,
  })
  expect(await listKeys(database, keyring)).toEqual([{ id: halfway[0]!.id, current: true, secrets: 230 }])
  const rows = await database.sql.selectFrom('accounts').select(['id', 'totp_sealed']).execute()
  for (const { id, totp_sealed } of rows) expect(keyring.open(place(id), totp_sealed!)).toBe(`totp of ${id}`)
  await database.close()
  folder.remove()
})
