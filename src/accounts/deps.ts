import type { Clock } from '../kit/clock.ts'
import type { Database } from '../platform/database/database.ts'
import type { Keyring } from '../platform/secrets/index.ts'
import type { SigningKeys } from './signing-keys.ts'

/** What the accounts room is built from. */
export interface AccountDeps {
  database: Database
  clock: Clock
  keyring: Keyring
  signingKeys: SigningKeys
}
