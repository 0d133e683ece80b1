import { sql } from 'kysely'
import { searchMessages } from '../../src/desk/index.ts'
import type { Database } from '../../src/platform/database/index.ts'
import { createPostgresDatabase } from '../../tests/support/postgres.ts'
import { quantile } from '../lib/measure.ts'
import { report } from '../lib/result.ts'

/**
 * The desk's search over a million messages on a PostgreSQL server: how long the slowest of twenty questions takes, with
 * common words, rare ones, several at once and the beginning of one.
 */
const MESSAGES = 1_000_000
const PER_CONVERSATION = 20
const ROUNDS = 200
const GOAL_MS = 50
const WORKSPACE = 'wsp_bench'

/** Words by how often they come: the first are in every few messages, the last in a handful. */
const common = [
  'order',
  'delivery',
  'please',
  'refund',
  'invoice',
  'where',
  'parcel',
  'thanks',
  'price',
  'size',
]

async function fill({ sql: db }: Database): Promise<void> {
  await sql`insert into workspaces (id, name) values (${WORKSPACE}, 'Bench')`.execute(db)
  await sql`insert into bots (id, workspace_id, name) values ('bot_bench', ${WORKSPACE}, 'Bench')`.execute(db)
  await sql`insert into conversations (id, workspace_id, bot_id, session_hash, last_seq, created_at, updated_at)
    select 'con_' || n, ${WORKSPACE}, 'bot_bench', 'hash ' || n, ${PER_CONVERSATION}, now(), now()
    from generate_series(1, ${Math.ceil(MESSAGES / PER_CONVERSATION)}) n`.execute(db)
  // The trigger that watches over numbers would count a million times; that of the words must run.
  await sql`alter table messages disable trigger messages_belong_to_holder`.execute(db)
  await sql`insert into messages (id, workspace_id, bot_id, conversation_id, seq, author, text, content, epoch, created_at)
    select 'msg_' || n, ${WORKSPACE}, 'bot_bench', 'con_' || ((n - 1) / ${PER_CONVERSATION}::int + 1),
      (n - 1) % ${PER_CONVERSATION}::int + 1, case when n % 3 = 0 then 'member' else 'visitor' end,
      'Hello, the ' || (${common}::text[])[1 + (n * 7919) % 10] || ' and the ' || (${common}::text[])[1 + (n * 104729) % 10]
        || ' of number' || n % 50000 || ' is item' || n % 997 || ' for town' || n % 211, '{}', 0,
      now() - n * interval '1 second'
    from generate_series(1, ${MESSAGES}) n`.execute(db)
  await sql`alter table messages enable trigger messages_belong_to_holder`.execute(db)
  await sql`vacuum analyze messages`.execute(db)
}

/** Questions as people type them, from the commonest words to the rarest. */
const questionOf = (round: number): string =>
  [
    common[round % 10]!,
    `${common[round % 10]} ${common[(round * 3) % 10]}`,
    `number${(round * 977) % 50_000}`,
    `${common[round % 10]} item${(round * 13) % 997}`,
    `town${(round * 7) % 211} del`,
  ][round % 5]!

async function measure({ sql: db }: Database): Promise<number[]> {
  const took: number[] = []
  for (let round = -20; round < ROUNDS; round++) {
    const begun = performance.now()
    await searchMessages(db, WORKSPACE, { query: questionOf(Math.abs(round)), limit: 20 })
    if (round >= 0) took.push(performance.now() - begun)
  }
  return took
}

function tell(took: readonly number[]): void {
  const p95 = quantile(took, 0.95)
  const [median, slowest] = [quantile(took, 0.5), Math.max(...took)]
  report({
    name: 'desk search',
    ours: `${p95.toFixed(1)} ms (p95)`,
    other: `${GOAL_MS} ms`,
    value: p95,
    unit: ' ms',
    goal: { atMost: GOAL_MS },
    detail: `${MESSAGES} messages, ${ROUNDS} questions, median ${median.toFixed(1)} ms, slowest ${slowest.toFixed(1)} ms`,
  })
}

const { setupPostgres } = await import(new URL('../../scripts/setup-postgres.mjs', import.meta.url).href)
const postgres = await setupPostgres().catch((error: Error) => {
  process.stderr.write(`desk search: not measured, ${error.message}\n`)
})
if (postgres) {
  const database = await createPostgresDatabase(postgres.url)
  try {
    await fill(database)
    tell(await measure(database))
  } finally {
    await database.close()
    await postgres.stop()
  }
}
