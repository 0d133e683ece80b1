import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../../src/platform/database/index.ts'
import { insideWorkspace, outsideWorkspaces } from '../../src/platform/database/index.ts'
import { describeOnEveryDatabase } from '../support/database.ts'

const now = new Date('2026-03-01T09:00:00Z')

describeOnEveryDatabase('row-level security', open => {
  let database: Database
  beforeAll(async () => {
    database = await open()
    await database.sql
      .insertInto('workspaces')
      .values(['ws_a', 'ws_b'].map(id => ({ id, name: id, created_at: now })))
      .execute()
    await database.sql
      .insertInto('contacts')
      .values(['ws_a', 'ws_b'].map(id => ({ id: `cnt_${id}`, workspace_id: id, email: `${id}@x.example` })))
      .execute()
  })
  afterAll(() => database.close())

  const everybody = () => database.sql.selectFrom('contacts').select('id').orderBy('id').execute()
  const idsOf = (rows: { id: string }[]) => rows.map(({ id }) => id)

  test('a query without a where clause sees one workspace only', async () => {
    expect(idsOf(await insideWorkspace('ws_a', everybody))).toEqual(['cnt_ws_a'])
    expect(
      idsOf(await database.transaction(tx => tx.selectFrom('contacts').select('id').execute(), 'ws_b')),
    ).toEqual(['cnt_ws_b'])
    expect(idsOf(await everybody())).toEqual(['cnt_ws_a', 'cnt_ws_b'])
  })

  test('nothing of another workspace is changed, deleted or made', async () => {
    await insideWorkspace('ws_a', async () => {
      const changed = await database.sql.updateTable('contacts').set({ name: 'x' }).executeTakeFirst()
      expect(changed.numUpdatedRows).toBe(1n)
      const moved = database.sql.updateTable('contacts').set({ workspace_id: 'ws_b' }).execute()
      await expect(moved).rejects.toThrow('row-level security')
      const made = database.sql
        .insertInto('contacts')
        .values({ id: 'cnt_new', workspace_id: 'ws_b' })
        .execute()
      await expect(made).rejects.toThrow('row-level security')
    })
    expect((await everybody()).length).toBe(2)
  })

  test('the setting ends with its transaction, also with one that fails, on whatever connection', async () => {
    const works = Array.from({ length: 40 }, (_, at) => {
      const workspaceId = at % 2 ? 'ws_a' : 'ws_b'
      const one =
        at % 5
          ? insideWorkspace(workspaceId, async () => idsOf(await everybody()))
          : database
              .transaction(tx => sql`select * from nowhere`.execute(tx), workspaceId)
              .then(
                () => [],
                () => ['failed'],
              )
      return one.then(seen => expect(seen).toEqual(at % 5 ? [`cnt_${workspaceId}`] : ['failed']))
    })
    await Promise.all(works)
    expect((await everybody()).length).toBe(2)
  })

  test('work that is started outside is held by nothing', async () => {
    expect(await insideWorkspace('ws_a', () => outsideWorkspaces(everybody))).toHaveLength(2)
  })

  test('every table with a workspace is behind the policy', async () => {
    const { rows } = await sql<{ name: string }>`
      select c.relname as name from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_id' and not a.attisdropped
      where c.relkind = 'r' and not (c.relrowsecurity and c.relforcerowsecurity
        and exists (select from pg_policy p where p.polrelid = c.oid))`.execute(database.sql)
    expect(rows, 'end the migration with select careline_isolate()').toEqual([])
  })
})
