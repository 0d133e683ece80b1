import { type AccountDeps, createSigningKeys } from '../accounts/index.ts'
import type { Config } from '../config.ts'
import type { Clock } from '../kit/clock.ts'
import type { Database } from '../platform/database/index.ts'
import { createKeyring, loadKeys } from '../platform/secrets/index.ts'

/** Builds the accounts room: the keys of secrets, and with them the keys that sign access tokens. */
export async function buildAccounts(config: Config, database: Database, clock: Clock): Promise<AccountDeps> {
  const keyring = createKeyring(await loadKeys(config.DATA_DIR, config.SECRET_KEYS))
  return { database, clock, keyring, signingKeys: createSigningKeys({ database, keyring, clock }) }
}
