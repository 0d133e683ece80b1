import { sql } from 'kysely'
import type { Figure, Occurrence } from '../contract/report-api.ts'
import type { Sql } from '../platform/database/database.ts'
import { occurrencesOf } from './occurrences.ts'
import type { Period } from './period.ts'
import { wordKey } from './same-words.ts'

/** Questions that are looked at for those of the same words, the newest of a period. */
export const MOST_COMPARED = 20_000

interface Row {
  conversation_id: string
  at: Date
  text: string | null
  detail: string | null
  value: number | null
}

/**
 * What a figure counts, newest first; with `detail` those of one reason, with `words` those of one group of questions.
 * `total` is how many there are, whatever the part that is asked for.
 */
export async function listOccurrences(
  db: Sql,
  period: Period,
  asked: { figure: Figure; detail?: string; words?: string; skip: number; limit: number },
): Promise<{ total: number; occurrences: Occurrence[] }> {
  const { skip, limit, words } = asked
  const which = sql`(${occurrencesOf(asked.figure, period)}) o
    where ${asked.detail ?? null}::text is null or o.detail = ${asked.detail ?? null}`
  if (words !== undefined) {
    const same = (await newestOf(db, which, { skip: 0, limit: MOST_COMPARED })).filter(
      ({ text }) => text !== null && wordKey(text) === words,
    )
    return { total: same.length, occurrences: same.slice(skip, skip + limit).map(occurrenceOf) }
  }
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${which}`.execute(db)
  return { total: rows[0]!.n, occurrences: (await newestOf(db, which, { skip, limit })).map(occurrenceOf) }
}

async function newestOf(
  db: Sql,
  which: ReturnType<typeof occurrencesOf>,
  { skip, limit }: { skip: number; limit: number },
): Promise<Row[]> {
  const { rows } = await sql<Row>`select * from ${which}
    order by o.at desc, o.conversation_id desc limit ${limit} offset ${skip}`.execute(db)
  return rows
}

const occurrenceOf = ({ conversation_id, at, text, detail, value }: Row): Occurrence => ({
  ...{ conversationId: conversation_id, at: new Date(at).toISOString(), detail, value },
  text: text === null ? null : text.slice(0, 300),
})
