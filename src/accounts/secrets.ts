import { CarelineError } from '../kit/errors.ts'
import type { AccountDeps } from './deps.ts'

/** The secrets a workspace may keep, and what each is for. */
export const secretNames = [
  'openai-api-key',
  'anthropic-api-key',
  'google-api-key',
  'groq-api-key',
  'openrouter-api-key',
  'compatible-api-key',
  'smtp-password',
  /** HS256 key with which the host page signs who its visitor is. */
  'identity-key',
  'webhook-secret',
] as const

const placeOf = (workspaceId: string, name: string) => ({
  ...{ workspaceId, table: 'secrets', row: name, column: 'value_sealed' },
})

/** Which secrets are set, and since when: never what they are. */
export async function listSecrets(
  deps: AccountDeps,
  workspaceId: string,
): Promise<{ name: string; updatedAt: Date }[]> {
  const rows = await deps.database.sql
    .selectFrom('secrets')
    .select(['name', 'updated_at'])
    .where('workspace_id', '=', workspaceId)
    .orderBy('name')
    .execute()
  return rows.map(row => ({ name: row.name, updatedAt: row.updated_at }))
}

/** A secret, opened for who needs it; `undefined` where it is not set. */
export async function openSecret(
  deps: AccountDeps,
  workspaceId: string,
  name: (typeof secretNames)[number],
): Promise<string | undefined> {
  const row = await deps.database.sql
    .selectFrom('secrets')
    .select('value_sealed')
    .where('workspace_id', '=', workspaceId)
    .where('name', '=', name)
    .executeTakeFirst()
  return row && deps.keyring.open(placeOf(workspaceId, name), row.value_sealed)
}

/** The shortest key of HS256, in characters (RFC 7518, 3.2: as long as the hash): a shorter one can be guessed. */
const SHORTEST_KEY = 32

/** Sets a secret. @throws CarelineError `invalid` for a name that nothing would read, and for a key that is too short. */
export async function setSecret(
  deps: AccountDeps,
  workspaceId: string,
  name: string,
  value: string,
): Promise<void> {
  if (!(secretNames as readonly string[]).includes(name))
    throw new CarelineError(
      'invalid',
      `There is no secret called ${name}. There are: ${secretNames.join(', ')}.`,
    )
  if (name === 'identity-key' && value.length < SHORTEST_KEY)
    throw new CarelineError('invalid', `An identity key has at least ${SHORTEST_KEY} characters.`)
  const value_sealed = deps.keyring.seal(placeOf(workspaceId, name), value)
  const updated_at = deps.clock.now()
  await deps.database.sql
    .insertInto('secrets')
    .values({ workspace_id: workspaceId, name, value_sealed, updated_at })
    .onConflict(on => on.columns(['workspace_id', 'name']).doUpdateSet({ value_sealed, updated_at }))
    .execute()
}

/** @throws CarelineError `not-found`. */
export async function removeSecret(deps: AccountDeps, workspaceId: string, name: string): Promise<void> {
  const row = await deps.database.sql
    .deleteFrom('secrets')
    .where('workspace_id', '=', workspaceId)
    .where('name', '=', name)
    .returning('name')
    .executeTakeFirst()
  if (!row) throw new CarelineError('not-found', 'This secret is not set.')
}
