import { addMember, createAccount } from '../../../src/accounts/index.ts'
import { hashPassword } from '../../../src/accounts/passwords.ts'
import { openDatabase } from '../../../src/platform/database/index.ts'
import { send } from './client.ts'
import { type Followed, follow } from './stream.ts'

/** A visitor with a conversation and its live stream. */
export interface Visitor {
  id: string
  url: string
  token: string
  stream: Followed
}

/** A member at the desk, with the live stream of the workspace. */
export interface Member {
  token: string
  stream: Followed
}

/** A conversation that a member holds, as both sides see it. */
export interface Held {
  visitor: Visitor
  member: Member
  epoch: number
}

const PASSWORD = 'a long walk in the hills'

/** Members made in the database, since invitations are not what is measured, and signed in over HTTP. */
export async function gatherMembers(api: string, databaseUrl: string, count: number): Promise<Member[]> {
  const emails = Array.from({ length: count }, (_, n) => `member-${n}@load.example`)
  await makeMembers(databaseUrl, emails)
  const members: Member[] = []
  for (const email of emails) {
    const { accessToken: token } = await send<{ accessToken: string }>(`${api}/session`, {
      body: { email, password: PASSWORD },
    })
    members.push({ token, stream: await follow(`${api}/desk/events`, token) })
  }
  return members
}

async function makeMembers(url: string, emails: readonly string[]): Promise<void> {
  const database = await openDatabase({ url, poolSize: 2 })
  const password_hash = await hashPassword(PASSWORD)
  const now = new Date()
  try {
    const { id: workspaceId } = await database.sql
      .selectFrom('workspaces')
      .select('id')
      .executeTakeFirstOrThrow()
    await database.transaction(async tx => {
      for (const email of emails) {
        const accountId = await createAccount(tx, { email, name: email.split('@')[0]!, password_hash }, now)
        await addMember(tx, { workspaceId, accountId, role: 'operator' }, now)
      }
    })
  } finally {
    await database.close()
  }
}

/** Visitors with a conversation each, listening. */
export async function gatherVisitors(api: string, botId: string, count: number): Promise<Visitor[]> {
  const visitors: Visitor[] = []
  const one = async () => {
    const { conversation, sessionToken: token } = await send<{
      conversation: { id: string }
      sessionToken: string
    }>(`${api}/conversations`, { body: { botId } })
    const url = `${api}/conversations/${conversation.id}`
    visitors.push({ id: conversation.id, url, token, stream: await follow(`${url}/events`, token) })
  }
  for (let left = count; left > 0; left -= 20)
    await Promise.all(Array.from({ length: Math.min(20, left) }, one))
  return visitors
}

/** Each of these visitors' conversations taken over, by the members in turn. */
export async function takeAllOver(
  api: string,
  visitors: readonly Visitor[],
  members: readonly Member[],
): Promise<Held[]> {
  const held: Held[] = []
  for (const [at, visitor] of visitors.entries()) {
    const member = members[at % members.length]!
    const { conversation } = await send<{ conversation: { epoch: number } }>(
      `${api}/desk/conversations/${visitor.id}/takeover`,
      { token: member.token, body: {} },
    )
    held.push({ visitor, member, epoch: conversation.epoch })
  }
  return held
}
