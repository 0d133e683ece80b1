import type { PushSubscriptionLine } from '../contract/notifications-api.ts'
import { CarelineError } from '../kit/errors.ts'
import { newId } from '../kit/ids.ts'
import type { Sql, Tx } from '../platform/database/database.ts'
import type { PushSender, Subscription } from '../platform/push/index.ts'
import type { Principal } from './authorize.ts'
import type { AccountDeps } from './deps.ts'

type MemberPrincipal = Extract<Principal, { kind: 'member' }>

/** Browsers of one member that get push messages; another takes the place of the oldest. */
const MOST = 10

const placeOf = (workspaceId: string, id: string) => ({
  ...{ workspaceId, table: 'push_subscriptions', row: id, column: 'auth_sealed' },
})

/**
 * Keeps where the browser of a session wants push messages. It ends with the session. One that was kept for another
 * member of the same browser is theirs no more.
 * @throws CarelineError `invalid` or `forbidden` for an address that is not public.
 */
export async function addPushSubscription(
  deps: AccountDeps & { push: PushSender },
  { workspaceId, memberId, sessionId }: MemberPrincipal,
  given: Subscription,
): Promise<string> {
  await deps.push.check(given)
  const now = deps.clock.now()
  const id = newId('psh', now.getTime())
  await deps.database.transaction(async tx => {
    await tx.deleteFrom('push_subscriptions').where('endpoint', '=', given.endpoint).execute()
    await dropOldest(tx, memberId)
    await tx
      .insertInto('push_subscriptions')
      .values({
        ...{ id, workspace_id: workspaceId, member_id: memberId, session_id: sessionId },
        ...{ endpoint: given.endpoint, public_key: given.publicKey, created_at: now },
        auth_sealed: deps.keyring.seal(placeOf(workspaceId, id), given.auth),
      })
      .execute()
  })
  return id
}

async function dropOldest(tx: Tx, memberId: string): Promise<void> {
  const surplus = tx
    .selectFrom('push_subscriptions')
    .select('id')
    .where('member_id', '=', memberId)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .offset(MOST - 1)
  await tx.deleteFrom('push_subscriptions').where('id', 'in', surplus).execute()
}

/** The browsers of a member that get push messages: those whose session goes on, the last first. */
export async function listPushSubscriptions(
  deps: AccountDeps,
  { memberId, sessionId }: MemberPrincipal,
): Promise<PushSubscriptionLine[]> {
  const rows = await live(deps.database.sql, deps.clock.now())
    .select(['push_subscriptions.id', 'push_subscriptions.created_at', 'session_id', 'sessions.device'])
    .where('member_id', '=', memberId)
    .orderBy('push_subscriptions.created_at', 'desc')
    .execute()
  return rows.map(row => ({
    ...{ id: row.id, device: row.device, createdAt: row.created_at.toISOString() },
    current: row.session_id === sessionId,
  }))
}

/** @throws CarelineError `not-found`, also for what is a colleague's. */
export async function removePushSubscription(db: Sql, memberId: string, id: string): Promise<void> {
  const row = await db
    .deleteFrom('push_subscriptions')
    .where('member_id', '=', memberId)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst()
  if (!row) throw new CarelineError('not-found', 'There is no such subscription.')
}

/** The ids of a member's subscriptions to send to. */
export async function pushSubscriptionsOf(db: Sql, memberId: string, now: Date): Promise<string[]> {
  const rows = await live(db, now)
    .select('push_subscriptions.id')
    .where('member_id', '=', memberId)
    .orderBy('push_subscriptions.id')
    .execute()
  return rows.map(({ id }) => id)
}

/** One to send to; `undefined` when it, or the session it belongs to, has ended. */
export async function openPushSubscription(
  deps: AccountDeps,
  memberId: string,
  id: string,
): Promise<Subscription | undefined> {
  const row = await live(deps.database.sql, deps.clock.now())
    .selectAll('push_subscriptions')
    .where('member_id', '=', memberId)
    .where('push_subscriptions.id', '=', id)
    .executeTakeFirst()
  return (
    row && {
      ...{ endpoint: row.endpoint, publicKey: row.public_key },
      auth: deps.keyring.open(placeOf(row.workspace_id, id), row.auth_sealed),
    }
  )
}

const live = (db: Sql, now: Date) =>
  db
    .selectFrom('push_subscriptions')
    .innerJoin('sessions', 'sessions.id', 'push_subscriptions.session_id')
    .where('sessions.revoked_at', 'is', null)
    .where('sessions.expires_at', '>', now)
