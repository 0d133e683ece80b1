import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Database, type EmbeddedDatabase, openEmbedded } from '../../src/platform/database/index.ts'
import { migratedImage } from '../support/database.ts'

const folder = mkdtempSync(join(tmpdir(), 'careline-death-'))
/** A folder where the checkpoint wants to write a file makes the engine panic, as a full disk does. */
const obstacle = join(folder, 'database/pg_logical/replorigin_checkpoint.tmp')
const lines: string[] = []
let restored: Database[] = []
let database: EmbeddedDatabase

beforeAll(async () => {
  database = await openEmbedded({ dataDir: folder, image: await migratedImage() }, () => undefined, {
    log: text => lines.push(text),
    async onReopened(fresh) {
      await sql`update event_counter set last = last + 1`.execute(fresh.sql)
      restored.push(fresh)
    },
  })
  await database.checkpoint()
})
afterAll(async () => {
  await database.close()
  rmSync(folder, { recursive: true })
})

const names = async () => {
  const rows = await database.sql.selectFrom('workspaces').select('name').orderBy('name').execute()
  return rows.map(({ name }) => name)
}
const add = (name: string) => database.sql.insertInto('workspaces').values({ id: name, name }).execute()
const isBack = () =>
  expect
    .poll(
      () =>
        database.ping().then(
          () => 'back',
          () => 'away',
        ),
      { timeout: 30_000 },
    )
    .toBe('back')

test('a checkpoint that panics ends the session, and another is opened with all that was committed', async () => {
  await add('before')
  mkdirSync(obstacle)
  const whileDying = [database.checkpoint(), names(), database.transaction(tx => sql`select 1`.execute(tx))]
  const outcomes = await Promise.allSettled(whileDying)
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
  for (const outcome of outcomes)
    expect((outcome as PromiseRejectedResult).reason).toMatchObject({ code: 'unavailable' })

  await expect.poll(() => lines.join('\n'), { timeout: 30_000 }).toContain('cannot be opened yet')
  await expect(names()).rejects.toMatchObject({ code: 'unavailable' })
  rmSync(obstacle, { recursive: true })
  await isBack()
  expect(await names()).toEqual(['before'])
  await add('later')
  await database.checkpoint()
  expect(await names()).toEqual(['before', 'later'])
  expect(restored).toHaveLength(1)
  expect(lines.at(-1)).toContain('open again')
})

test('a transaction that was running when the session died does not go on in the next one', async () => {
  restored = []
  const torn = database.transaction(async tx => {
    await tx.insertInto('workspaces').values({ id: 'torn', name: 'torn' }).execute()
    mkdirSync(obstacle)
    await sql`checkpoint`.execute(tx).catch(() => rmSync(obstacle, { recursive: true }))
    await expect.poll(() => lines.at(-1), { timeout: 30_000 }).toContain('open again')
    await tx.insertInto('workspaces').values({ id: 'torn too', name: 'torn too' }).execute()
  })
  await expect(torn).rejects.toMatchObject({ code: 'unavailable' })
  await isBack()
  expect(restored).toHaveLength(1)
  expect(await names()).toEqual(['before', 'later'])
})

test('a listener hears notifications again after the session was replaced', async () => {
  const heard: string[] = []
  await database.listen('careline_death', payload => heard.push(payload))
  mkdirSync(obstacle)
  await expect(database.checkpoint()).rejects.toMatchObject({ code: 'unavailable' })
  rmSync(obstacle, { recursive: true })
  await isBack()
  await database.notify('careline_death', 'hello')
  await expect.poll(() => heard).toEqual(['hello'])
})

test('an error of a query ends nothing', async () => {
  restored = []
  await expect(sql`select 1 / 0`.execute(database.sql)).rejects.toMatchObject({ code: '22012' })
  await expect(sql`select ${Symbol('no value')}`.execute(database.sql)).rejects.toThrow()
  await database.ping()
  expect(restored).toEqual([])
})
