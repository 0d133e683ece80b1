import { createHash, randomBytes } from 'node:crypto'
import { createBot } from '../../src/accounts/index.ts'
import { type BuiltInRole, builtInRoles, type Right } from '../../src/contract/rights.ts'
import { type Staff, type StaffRig, startStaff } from '../accounts/staff-rig.ts'

/** Everybody of the access matrix: two workspaces, A with two visitors and its staff, B with its own. */
export interface Cast {
  rig: StaffRig
  owner: Staff
  A1: { id: string; path: string; token: string }
  A2: { id: string; path: string; token: string }
  botOfA: string
  /** A file of the visitor A1. */
  attachment: string
  /** The bearer token each role of the matrix sends. */
  tokens: Record<string, string | undefined>
  /** The rights of the members of A; nobody else of the matrix has any by a role. */
  rights: Record<string, readonly Right[]>
}

/** Words that are found in the visitor's message and in the note, and nowhere else. */
export const SAID = 'saffron lantern'
export const NOTED = 'cobalt umbrella'
export const ATTACHED = 'violet kettle'
export const DRAFTED = 'amber compass'

/** What a program may that reads conversations, and one that starts and answers them. */
const keys: Record<string, Right[]> = {
  'api-key-A-read': ['conversation:read', 'conversation:list', 'message:read'],
  'api-key-A-write': ['conversation:read', 'conversation:reply'],
  'api-key-revoked': ['conversation:read', 'conversation:list', 'message:read', 'member:read'],
}

export async function castOf(): Promise<Cast> {
  const rig = await startStaff()
  const { owner } = rig
  const A1 = await rig.visitor()
  const A2 = await rig.visitor()
  const fresh = await changeToken(rig, A1.id)
  const say = (token: string) =>
    rig.call(`${A1.path}/messages`, { token, body: { clientId: 'first', text: SAID } })
  await say(fresh)
  const file = { name: 'kettle.txt', base64: Buffer.from(ATTACHED).toString('base64') }
  const uploaded = await rig.call(`${A1.path}/attachments`, { token: fresh, body: file })
  const attachment: string = uploaded.json.attachment.id
  await rig.call(`${A2.path}/messages`, { token: A2.token, body: { text: 'Hello' } })
  await rig.call(`${A2.path}/handoff`, { token: A2.token, body: {} })
  const operator = await rig.member('operator')
  const removed = await rig.member('operator')
  await owner.call(`/api/v1/members/${await memberIdOf(owner, removed.email)}`, { method: 'DELETE' })
  await operator.call(`/api/v1/desk/conversations/${A1.id}/notes`, { body: { text: NOTED } })
  await makeB(rig)
  const tokens: Cast['tokens'] = {
    nobody: undefined,
    'visitor-A1': fresh,
    'visitor-A2': A2.token,
    'visitor-A1-stale-token': A1.token,
    'operator-A': operator.accessToken,
    'operator-A-removed': removed.accessToken,
    'admin-A': (await rig.member('admin')).accessToken,
    'owner-A': owner.accessToken,
    'operator-B': (await rig.member('operator', { workspaceId: 'ws_b' })).accessToken,
    'owner-B': (await rig.member('owner', { workspaceId: 'ws_b' })).accessToken,
    ...(await makeKeys(owner)),
    // Neither the sender of a webhook nor a tool of a language model is anybody here: a secret of theirs opens nothing.
    'webhook-sender': `whsec_${randomBytes(24).toString('base64url')}`,
    'llm-tool': randomBytes(32).toString('base64url'),
  }
  const rights = Object.fromEntries(
    (['operator', 'admin', 'owner'] as BuiltInRole[]).map(role => [`${role}-A`, builtInRoles[role]]),
  )
  return {
    ...{ rig, owner, tokens, rights, A2, botOfA: rig.app.botId, attachment },
    A1: { ...A1, token: fresh },
  }
}

/** Gives the conversation another session token, so that the first one is stale. */
async function changeToken(rig: StaffRig, id: string): Promise<string> {
  const fresh = randomBytes(32).toString('base64url')
  await rig.app.storage.database.sql
    .updateTable('conversations')
    .set({ session_hash: createHash('sha256').update(fresh).digest('hex') })
    .where('id', '=', id)
    .execute()
  return fresh
}

async function makeB(rig: StaffRig): Promise<void> {
  const { database, clock } = rig.app.accounts
  await database.sql
    .insertInto('workspaces')
    .values({ id: 'ws_b', name: 'B', created_at: clock.now() })
    .execute()
  await createBot(database, { workspaceId: 'ws_b', id: 'bot_b' })
}

async function makeKeys(owner: Staff): Promise<Record<string, string>> {
  const made: Record<string, string> = {}
  for (const [name, rights] of Object.entries(keys)) {
    const { json } = await owner.call('/api/v1/api-keys', { body: { name, rights } })
    made[name] = json.key
    if (name === 'api-key-revoked')
      await owner.call(`/api/v1/api-keys/${json.apiKey.id}`, { method: 'DELETE' })
  }
  return made
}

export async function memberIdOf(owner: Staff, email: string): Promise<string> {
  const { json } = await owner.call('/api/v1/members')
  return json.members.find((member: { email: string }) => member.email === email).id
}
