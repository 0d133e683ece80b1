import { sql } from 'kysely'
import { Figure, type Report } from '../contract/report-api.ts'
import type { Sql } from '../platform/database/database.ts'
import { MOST_COMPARED } from './list.ts'
import { occurrencesOf } from './occurrences.ts'
import type { Period } from './period.ts'
import { groupByWords } from './same-words.ts'

const MOST_SHOWN = 10

/** The figures of a period, by day as well, with the reasons of handoffs and the questions that came most. */
export async function readReport(db: Sql, period: Period): Promise<Report> {
  const counted = await Promise.all(
    Figure.options.map(async figure => [figure, await count(db, figure, period)] as const),
  )
  const figures = Object.fromEntries(
    counted.map(([figure, { total }]) => [figure, total]),
  ) as Report['figures']
  return {
    ...{ from: period.from.toISOString(), to: period.to.toISOString(), timeZone: period.timeZone, figures },
    days: daysOf(period, counted),
    reasons: await reasons(db, period),
    satisfaction: await middle(db, 'rated', period, sql`avg(o.value)`),
    waitSeconds: await middle(
      db,
      'waited',
      period,
      sql`percentile_cont(0.5) within group (order by o.value)`,
    ),
    mostAsked: await most(db, 'asked', period),
    mostRefused: await most(db, 'refused', period),
  }
}

interface Counted {
  total: number
  byDay: ReadonlyMap<string, number>
}

async function count(db: Sql, figure: Figure, period: Period): Promise<Counted> {
  const { rows } = await sql<{ day: string; n: number }>`
    select to_char(o.at at time zone ${period.timeZone}, 'YYYY-MM-DD') as day, count(*)::int as n
    from (${occurrencesOf(figure, period)}) o group by 1`.execute(db)
  return {
    total: rows.reduce((sum, { n }) => sum + n, 0),
    byDay: new Map(rows.map(({ day, n }) => [day, n])),
  }
}

/** Every day of the period in its zone, also those on which nothing happened. */
function daysOf(
  { from, to, timeZone }: Period,
  counted: readonly (readonly [Figure, Counted])[],
): Report['days'] {
  const calendar = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' })
  const days = new Set<string>()
  // Half days, so that the long and short days of a clock change are not passed over.
  for (let at = from.getTime(); at < to.getTime(); at += 12 * 3_600_000) days.add(calendar.format(at))
  days.add(calendar.format(to.getTime() - 1))
  return [...days].map(day => ({
    day,
    figures: Object.fromEntries(
      counted.map(([figure, { byDay }]) => [figure, byDay.get(day) ?? 0]),
    ) as Report['figures'],
  }))
}

async function reasons(db: Sql, period: Period): Promise<Report['reasons']> {
  const { rows } = await sql<{
    reason: string
    count: number
  }>`select o.detail as reason, count(*)::int as count
    from (${occurrencesOf('handed-over', period)}) o group by 1 order by 2 desc, 1`.execute(db)
  return rows
}

async function middle(
  db: Sql,
  figure: Figure,
  period: Period,
  of: ReturnType<typeof occurrencesOf>,
): Promise<number | null> {
  const { rows } = await sql<{ value: number | null }>`select (${of})::float8 as value
    from (${occurrencesOf(figure, period)}) o`.execute(db)
  return rows[0]?.value ?? null
}

async function most(db: Sql, figure: 'asked' | 'refused', period: Period): Promise<Report['mostAsked']> {
  const { rows } = await sql<{ text: string }>`select o.text from (${occurrencesOf(figure, period)}) o
    order by o.at desc, o.conversation_id desc limit ${MOST_COMPARED}`.execute(db)
  return groupByWords(
    rows.map(({ text }) => text),
    MOST_SHOWN,
  )
}
