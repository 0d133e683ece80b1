import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { appendEvents } from '../../src/events/index.ts'
import {
  backupDatabase,
  backupTables,
  notBackedUp,
  restoreDatabase,
} from '../../src/platform/backup/index.ts'
import type { Database } from '../../src/platform/database/index.ts'
import { describeOnEveryDatabase, openTestDatabase } from '../support/database.ts'

describeOnEveryDatabase('backup and restore', open => {
  let database: Database
  const folder = mkdtempSync(join(tmpdir(), 'careline-backup-'))
  const now = new Date('2026-03-01T09:00:00.123Z')

  beforeAll(async () => {
    database = await open()
    await fill(database, now)
  })
  afterAll(async () => {
    await database.close()
    rmSync(folder, { recursive: true })
  })

  test('every table of the schema is backed up or left out for a reason', async () => {
    const { rows } = await sql<{ name: string }>`
      select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`.execute(
      database.sql,
    )
    expect(rows.map(({ name }) => name).sort()).toEqual(
      [...backupTables.map(({ name }) => name), ...notBackedUp].sort(),
    )
  })

  test('a backup put into an empty database gives the same rows in every table', async () => {
    const target = join(folder, 'whole')
    const manifest = await backupDatabase(database, target, { now })
    expect(manifest.tables.find(({ name }) => name === 'messages')?.rows).toBe(1200)
    const empty = await openTestDatabase()
    await restoreDatabase(empty, target)
    for (const { name } of backupTables)
      expect(await digest(empty, name), name).toEqual(await digest(database, name))
    await empty.close()
  })

  test('a backup is as of one moment, whatever is written meanwhile', async () => {
    let writing: Promise<unknown> = Promise.resolve()
    const manifest = await backupDatabase(database, join(folder, 'moment'), {
      now,
      onProgress: table => {
        if (table === 'workspaces' && database.kind === 'server') writing = insertContact(database, 'late')
      },
    })
    await writing
    expect(manifest.tables.find(({ name }) => name === 'contacts')?.rows).toBe(1)
  })

  test('a damaged backup, a full database and a used folder are refused, and change nothing', async () => {
    const target = join(folder, 'damaged')
    await backupDatabase(database, target, { now })
    await expect(backupDatabase(database, target, { now })).rejects.toThrow(/not empty/)
    await expect(restoreDatabase(database, target)).rejects.toThrow(/not empty/)
    appendFileSync(join(target, 'messages.jsonl'), '{}\n')
    const empty = await openTestDatabase()
    await expect(restoreDatabase(empty, target)).rejects.toThrow(/messages.jsonl is not as it was written/)
    expect(await empty.sql.selectFrom('workspaces').selectAll().execute()).toEqual([])
    await empty.close()
  })
})

async function digest(database: Database, table: string): Promise<unknown> {
  const { rows } =
    await sql`select count(*)::int as rows, md5(string_agg(t::text, '|' order by t::text)) as content from ${sql.table(table)} t`.execute(
      database.sql,
    )
  return rows[0]
}

const insertContact = (database: Database, id: string) =>
  database.sql
    .insertInto('contacts')
    .values({ id, workspace_id: 'ws_1', email: `${id}@x.example`, name: null })
    .execute()

async function fill(database: Database, now: Date): Promise<void> {
  const ids = { workspace_id: 'ws_1', bot_id: 'bot_1', conversation_id: 'con_1' }
  await database.sql.insertInto('workspaces').values({ id: 'ws_1', name: 'Möss & "Ember"\n\\' }).execute()
  await database.sql
    .insertInto('bots')
    .values({ id: 'bot_1', workspace_id: 'ws_1', name: 'Ember', settings: '{"a":[1,null]}' })
    .execute()
  await insertContact(database, 'cnt_1')
  await database.sql
    .insertInto('conversations')
    .values({
      id: 'con_1',
      workspace_id: 'ws_1',
      bot_id: 'bot_1',
      session_hash: 'h',
      contact_id: 'cnt_1',
      language: null,
      page: '{}',
      last_seq: 1200,
      created_at: now,
      updated_at: now,
    })
    .execute()
  // Rows of another time: the rule that each follows the last is for new ones.
  await sql`alter table messages disable trigger user`.execute(database.sql)
  for (let start = 0; start < 1200; start += 400) {
    await database.sql
      .insertInto('messages')
      .values(
        Array.from({ length: 400 }, (_, i) => ({
          ...ids,
          id: `msg_${start + i}`,
          seq: start + i + 1,
          author: 'visitor' as const,
          author_id: null,
          client_id: `c${start + i}`,
          text: `line\n"${start + i}" \u2028 😀 \\n`,
          content: '{"k":"é"}',
          epoch: 0,
          turn_id: null,
          trace_id: null,
          created_at: now,
        })),
      )
      .execute()
  }
  await sql`alter table messages enable trigger user`.execute(database.sql)
  await database.sql
    .insertInto('sources')
    .values({
      id: 'src_1',
      workspace_id: 'ws_1',
      kind: 'text',
      location: 'x',
      settings: '{}',
      last_error: null,
      synced_at: null,
      created_at: now,
    })
    .execute()
  await database.sql
    .insertInto('pages')
    .values({
      id: 'pag_1',
      workspace_id: 'ws_1',
      source_id: 'src_1',
      path: 'a.md',
      url: null,
      title: 'A',
      language: 'en',
      content_hash: 'h',
      blocks: '[]',
      effective_on: '2026-01-01',
      expires_on: null,
      indexed_at: now,
    })
    .execute()
  await sql`insert into passages (id, workspace_id, source_id, page_id, ordinal, kind, heading_path, anchor, start_offset, end_offset, start_line, end_line, text, language, content_hash, embedding, embedding_model)
    values ('pas_1', 'ws_1', 'src_1', 'pag_1', 0, 'text', ${['A "b"', 'c,d']}::text[], 'a', 0, 1, 1, 1, 't', 'en', 'h', '[0.1,-0.25]'::vector, 'm')`.execute(
    database.sql,
  )
  await database.sql
    .insertInto('sentences')
    .values({
      passage_id: 'pas_1',
      ordinal: 0,
      workspace_id: 'ws_1',
      kind: 'sentence',
      start_offset: 0,
      end_offset: 1,
      text: 't',
      embedding: new Uint8Array([0, 127, 255]),
      embedding_model: 'm',
    })
    .execute()
  await database.transaction(tx =>
    appendEvents(tx, [{ name: 'source.added', data: { sourceId: 'src_1' }, workspaceId: 'ws_1' }], now),
  )
}
