import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { CarelineError } from '../kit/errors.ts'
import type { Sql } from '../platform/database/database.ts'

/** Five failures within a quarter of an hour close the door for the rest of it. */
const FAILURES = 5
const WINDOW_MS = 15 * 60_000

/** An attempt to sign in: counted as a failure at once, until it succeeds. */
export interface Attempt {
  succeeded(): Promise<void>
  /** It was neither right nor wrong: as if it had not been. */
  undone(): Promise<void>
}

/**
 * Counts an attempt against the account and the network address before anything is checked, so that many at once are
 * not more guesses than one after another.
 * @throws CarelineError `rate-limited` with `retryAfter` in seconds, without telling which of the two was too often.
 */
export async function beginAttempt(db: Sql, email: string, address: string, now: Date): Promise<Attempt> {
  const account = `account:${digest(email)}`
  const from = `address:${address}`
  const counts = [await count(db, account, now), await count(db, from, now)]
  const over = counts.filter(({ failures }) => failures > FAILURES)
  if (over.length > 0)
    throw tooOften('Too many failed attempts. Wait a quarter of an hour and try again.', over, now)
  return {
    async succeeded() {
      await clearFailures(db, email)
      // Earlier failures from there stay: signing in as oneself in between must not win more guesses at others.
      await takeBack(db, [from])
    },
    undone: () => takeBack(db, [account, from]),
  }
}

/** The mails with links that a quarter of an hour allows: to one address of mail, and from one network address. */
const MAILS = 5
const MAILS_FROM = 20

/**
 * Counts a mail that somebody who has not signed in asks for, so that nobody's inbox is flooded in our name.
 * @throws CarelineError `rate-limited`, the same for an address that has no account.
 */
export async function countMail(db: Sql, email: string, address: string, now: Date): Promise<void> {
  const to = await count(db, `mail:${digest(email)}`, now)
  const from = await count(db, `mail-from:${address}`, now)
  const over = [...(to.failures > MAILS ? [to] : []), ...(from.failures > MAILS_FROM ? [from] : [])]
  if (over.length > 0)
    throw tooOften('Too many mails were asked for. Wait a quarter of an hour and try again.', over, now)
}

/** Opens the door again to whoever proved by mail who they are. */
export async function clearFailures(db: Sql, email: string): Promise<void> {
  await db
    .deleteFrom('sign_in_failures')
    .where('key', '=', `account:${digest(email)}`)
    .execute()
}

const digest = (text: string): string => createHash('sha256').update(text).digest('base64url')

async function takeBack(db: Sql, keys: readonly string[]): Promise<void> {
  await db
    .updateTable('sign_in_failures')
    .set({ failures: sql<number>`greatest(failures - 1, 0)` })
    .where('key', 'in', keys)
    .execute()
}

async function count(db: Sql, key: string, now: Date): Promise<{ failures: number; first_at: Date }> {
  const since = new Date(now.getTime() - WINDOW_MS)
  const { rows } = await sql<{ failures: number; first_at: Date }>`
    insert into sign_in_failures (key, failures, first_at) values (${key}, 1, ${now})
    on conflict (key) do update set
      failures = case when sign_in_failures.first_at > ${since} then sign_in_failures.failures + 1 else 1 end,
      first_at = case when sign_in_failures.first_at > ${since} then sign_in_failures.first_at else excluded.first_at end
    returning failures, first_at`.execute(db)
  return rows[0]!
}

function tooOften(message: string, over: readonly { first_at: Date }[], now: Date): CarelineError {
  const ends = Math.max(...over.map(({ first_at }) => first_at.getTime() + WINDOW_MS))
  const retryAfter = Math.ceil((ends - now.getTime()) / 1000)
  return new CarelineError('rate-limited', message, { details: { retryAfter } })
}
