import { type AccountDeps, createSigningKeys } from '../accounts/index.ts'
import type { Config } from '../config.ts'
import type { Clock } from '../kit/clock.ts'
import type { Database } from '../platform/database/index.ts'
import { createKeyring, type KeyFile, openKeyFile, readKeys } from '../platform/secrets/index.ts'

/** The accounts room, and the file its keys of secrets are in unless SECRET_KEYS gives them. */
export interface Accounts extends AccountDeps {
  keyFile: KeyFile | undefined
}

/** Builds the accounts room: the keys of secrets, and with them the keys that sign access tokens. */
export async function buildAccounts(config: Config, database: Database, clock: Clock): Promise<Accounts> {
  const given = config.SECRET_KEYS === undefined ? undefined : readKeys(config.SECRET_KEYS)
  const keyFile = given ? undefined : await openKeyFile(config.DATA_DIR)
  const keyring = createKeyring(keyFile ? keyFile.keys : () => given ?? [])
  return { database, clock, keyring, keyFile, signingKeys: createSigningKeys({ database, keyring, clock }) }
}
