import type { Selectable } from 'kysely'
import { CarelineError } from '../kit/errors.ts'
import { newId } from '../kit/ids.ts'
import type { Sql, Tables } from '../platform/database/database.ts'
import { refuseMoreThanOwn, type Staff } from './authorize.ts'
import type { AccountDeps } from './deps.ts'
import { rightsOfRole } from './roles.ts'

/** A provider by which the members of a workspace sign in (OpenID Connect), without its secret. */
export interface IdentityProvider {
  id: string
  workspaceId: string
  name: string
  issuer: string
  clientId: string
  hasSecret: boolean
  /** Only addresses of these domains are let in; empty: of any, which then must be members. */
  domains: string[]
  /** Of newcomers of those domains; null: nobody becomes a member by signing in. */
  role: string | null
}

export interface GivenProvider {
  name: string
  issuer: string
  clientId: string
  /** Left out: stays as it is. Null: there is none. */
  clientSecret?: string | null
  domains: readonly string[]
  role: string | null
}

const placeOf = (workspaceId: string, id: string) => ({
  ...{ workspaceId, table: 'identity_providers', row: id, column: 'secret_sealed' },
})

/** The providers of a workspace by name. */
export async function listIdentityProviders(db: Sql, workspaceId: string): Promise<IdentityProvider[]> {
  const rows = await db
    .selectFrom('identity_providers')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('name')
    .execute()
  return rows.map(providerOf)
}

/** @throws CarelineError `not-found`. */
export async function getIdentityProvider(db: Sql, id: string): Promise<IdentityProvider> {
  const row = await providerRow(db, id)
  if (!row) throw noProvider()
  return providerOf(row)
}

/** The secret that the provider gave us, opened; `undefined` where there is none. */
export async function openClientSecret(deps: AccountDeps, id: string): Promise<string | undefined> {
  const row = await providerRow(deps.database.sql, id)
  if (!row?.secret_sealed) return undefined
  return deps.keyring.open(placeOf(row.workspace_id, id), row.secret_sealed)
}

/**
 * Sets a provider up, or changes it when `id` is given.
 * @throws CarelineError `invalid`, `conflict` when it is there already, `not-found`, or `forbidden` for a role beyond
 * one's own rights.
 */
export async function saveIdentityProvider(
  deps: AccountDeps,
  by: Staff,
  given: GivenProvider & { id?: string },
): Promise<IdentityProvider> {
  const { sql } = deps.database
  const { workspaceId } = by
  const id = given.id ?? newId('idp', deps.clock.now().getTime())
  refuseUnsafeIssuer(given.issuer)
  if (given.role !== null) {
    if (given.domains.length === 0) throw domainsFirst()
    refuseMoreThanOwn(by, await rightsOfRole(sql, workspaceId, given.role))
  }
  await refuseSame(sql, workspaceId, { ...given, id })
  const { name, issuer, clientSecret, role } = given
  const values = {
    ...{
      name,
      issuer,
      role,
      client_id: given.clientId,
      domains: given.domains.map(one => one.toLowerCase()),
    },
    ...(clientSecret === undefined
      ? {}
      : {
          secret_sealed:
            clientSecret === null ? null : deps.keyring.seal(placeOf(workspaceId, id), clientSecret),
        }),
  }
  if (given.id === undefined)
    await sql
      .insertInto('identity_providers')
      .values({ id, workspace_id: workspaceId, created_at: deps.clock.now(), ...values })
      .execute()
  else await changeProvider(sql, workspaceId, id, values)
  return await getIdentityProvider(sql, id)
}

/** Nobody signs in by it any more; who came in by it stays a member. @throws CarelineError `not-found`. */
export async function deleteIdentityProvider(db: Sql, workspaceId: string, id: string): Promise<void> {
  const row = await db
    .deleteFrom('identity_providers')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst()
  if (!row) throw noProvider()
}

async function changeProvider(db: Sql, workspaceId: string, id: string, values: object): Promise<void> {
  const row = await db
    .updateTable('identity_providers')
    .set(values)
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst()
  if (!row) throw noProvider()
}

/** Tokens and codes travel to the issuer: in the open only to this machine, where a test or a proxy stands. */
function refuseUnsafeIssuer(issuer: string): void {
  const url = URL.canParse(issuer) ? new URL(issuer) : undefined
  const isHere = url && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isHere)) return
  throw new CarelineError('invalid', 'The issuer must be an https:// address, as the provider names it.', {
    details: { errors: [{ path: 'issuer', message: 'must be an https:// address' }] },
  })
}

async function refuseSame(
  db: Sql,
  workspaceId: string,
  given: { id: string; issuer: string; clientId: string },
): Promise<void> {
  const same = await db
    .selectFrom('identity_providers')
    .select('id')
    .where('workspace_id', '=', workspaceId)
    .where('issuer', '=', given.issuer)
    .where('client_id', '=', given.clientId)
    .executeTakeFirst()
  if (same && same.id !== given.id) throw new CarelineError('conflict', 'This provider is set up already.')
}

const providerRow = (db: Sql, id: string) =>
  db.selectFrom('identity_providers').selectAll().where('id', '=', id).executeTakeFirst()

const providerOf = (row: Selectable<Tables['identity_providers']>): IdentityProvider => ({
  ...{ id: row.id, workspaceId: row.workspace_id, name: row.name, issuer: row.issuer },
  ...{ clientId: row.client_id, hasSecret: row.secret_sealed !== null },
  ...{ domains: row.domains, role: row.role },
})

const domainsFirst = () =>
  new CarelineError('invalid', 'Name the domains whose addresses become members, or leave the role out.', {
    details: { errors: [{ path: 'domains', message: 'must name a domain where there is a role' }] },
  })
const noProvider = () => new CarelineError('not-found', 'There is no such identity provider.')
