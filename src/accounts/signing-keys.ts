import {
  type CryptoKey,
  exportJWK,
  exportPKCS8,
  generateKeyPair,
  importJWK,
  importPKCS8,
  type JWK,
} from 'jose'
import type { Clock } from '../kit/clock.ts'
import type { Database, Sql } from '../platform/database/database.ts'
import type { Keyring } from '../platform/secrets/index.ts'

/** How long a key signs before the next is made, and how long it verifies after that. */
const SIGNS_MS = 90 * 24 * 3_600_000
const VERIFIES_AFTER_MS = 24 * 3_600_000

export interface SigningKeys {
  /** The key that signs now; made when there is none, or the last is too old. */
  current(): Promise<{ kid: string; key: CryptoKey }>
  /** The public key of that id, unless it is unknown or retired. */
  publicKey(kid: string | undefined): Promise<CryptoKey | undefined>
  /** Makes a new key now; tokens of the old one stay good until they run out. */
  rotate(): Promise<{ kid: string }>
}

/** Ed25519 keys (RFC 8037) in the database, the private parts sealed. */
export function createSigningKeys(parts: {
  database: Database
  keyring: Keyring
  clock: Clock
}): SigningKeys {
  const { database, keyring, clock } = parts
  const publics = new Map<string, { key: CryptoKey; retiresAt: Date | null }>()
  let signing: { kid: string; key: CryptoKey; until: number } | undefined

  const rotate = async () => {
    const now = clock.now()
    const { publicKey, privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true })
    const jwk = await exportJWK(publicKey)
    const kid = `${now.getTime().toString(36)}-${jwk.x!.slice(0, 8)}`
    const private_sealed = keyring.seal(placeOf(kid), await exportPKCS8(privateKey))
    await database.transaction(async tx => {
      await tx
        .updateTable('signing_keys')
        .set({ retires_at: new Date(now.getTime() + VERIFIES_AFTER_MS) })
        .where('retires_at', 'is', null)
        .execute()
      await tx
        .insertInto('signing_keys')
        .values({ kid, public_jwk: JSON.stringify(jwk), private_sealed, created_at: now })
        .execute()
    })
    signing = undefined
    publics.clear()
    return { kid }
  }

  const current = async () => {
    const now = clock.now().getTime()
    if (signing && now < signing.until) return signing
    const row = await newestKey(database.sql)
    if (!row || now - row.created_at.getTime() >= SIGNS_MS) {
      await rotate()
      return await current()
    }
    const key = await importPKCS8(keyring.open(placeOf(row.kid), row.private_sealed), 'EdDSA')
    // Looked up again now and then: another process may have made a newer one.
    signing = { kid: row.kid, key, until: now + 60_000 }
    return signing
  }

  return {
    current,
    rotate,
    async publicKey(kid) {
      if (kid === undefined) return undefined
      const known = publics.get(kid) ?? (await loadPublic(database.sql, kid))
      if (!known) return undefined
      publics.set(kid, known)
      return known.retiresAt && known.retiresAt <= clock.now() ? undefined : known.key
    },
  }
}

export const placeOf = (kid: string) => ({
  ...{ workspaceId: '', table: 'signing_keys', row: kid, column: 'private_sealed' },
})

async function newestKey(sql: Sql) {
  return await sql
    .selectFrom('signing_keys')
    .selectAll()
    .where('retires_at', 'is', null)
    .orderBy('created_at', 'desc')
    .executeTakeFirst()
}

async function loadPublic(sql: Sql, kid: string) {
  const row = await sql.selectFrom('signing_keys').selectAll().where('kid', '=', kid).executeTakeFirst()
  if (!row) return undefined
  return { key: (await importJWK(row.public_jwk as JWK, 'EdDSA')) as CryptoKey, retiresAt: row.retires_at }
}
