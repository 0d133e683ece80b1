import type { Sql } from '../platform/database/database.ts'
import { createVapidKeys, type VapidKeys } from '../platform/push/index.ts'
import type { AccountDeps } from './deps.ts'

/** There is one pair, for the whole server: a browser subscribes once, however many workspaces its member works in. */
const ID = 'vapid'
const place = { workspaceId: '', table: 'push_keys', row: ID, column: 'private_sealed' }

/** The keys by which push services know this server, made when they are first asked for; the private one is sealed. */
export async function loadPushKeys({ database, keyring, clock }: AccountDeps): Promise<VapidKeys> {
  const row = (await find(database.sql)) ?? (await make())
  return { publicKey: row.public_key, privateKey: keyring.open(place, row.private_sealed) }

  async function make() {
    const { publicKey, privateKey } = createVapidKeys()
    const private_sealed = keyring.seal(place, privateKey)
    // Of two who make them at once the first one's count.
    await database.sql
      .insertInto('push_keys')
      .values({ id: ID, public_key: publicKey, private_sealed, created_at: clock.now() })
      .onConflict(on => on.doNothing())
      .execute()
    return (await find(database.sql))!
  }
}

const find = (db: Sql) => db.selectFrom('push_keys').selectAll().where('id', '=', ID).executeTakeFirst()
