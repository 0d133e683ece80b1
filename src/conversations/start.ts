import { createHash, createHmac, randomBytes } from 'node:crypto'
import { getBot } from '../accounts/index.ts'
import type { Conversation } from '../contract/conversation.ts'
import { appendEvents } from '../events/index.ts'
import { newId } from '../kit/ids.ts'
import type { Tx } from '../platform/database/database.ts'
import { accept, type ConversationDeps } from './deps.ts'
import type { IntakeRecord } from './intake.ts'
import { toConversation } from './store.ts'
import { cleanText, cleanValue } from './text.ts'

export interface StartInput {
  botId: string
  /** BCP 47, as the visitor's page says. */
  language?: string | undefined
  page?: Record<string, unknown> | undefined
  /** A secret of the client's: the same key gives the same conversation and token again. */
  idempotencyKey?: string | undefined
}

/** Whose conversation a session token opens. */
export interface Session {
  workspaceId: string
  botId: string
  conversationId: string
}

/**
 * Begins a conversation and gives its session token, of which only the SHA-256 is stored.
 * @throws CarelineError `not-found` when there is no such bot.
 */
export async function startConversation(
  deps: ConversationDeps,
  input: StartInput,
): Promise<{ conversation: Conversation; sessionToken: string; repeated: boolean }> {
  const now = deps.clock.now()
  const bot = await getBot(deps.database.sql, input.botId)
  const sessionToken = tokenFor(deps, input)
  const started: StartRecord = {
    kind: 'start',
    event: 0,
    at: now.toISOString(),
    id: newId('con', now.getTime()),
    workspaceId: bot.workspaceId,
    botId: bot.id,
    sessionHash: hashToken(sessionToken),
    language: input.language ? cleanText(input.language) : null,
    page: cleanValue(input.page ?? {}),
  }
  const { conversation, record, repeated } = await deps.database.transaction(tx => storeStart(tx, started))
  await accept(deps, record)
  return { conversation, sessionToken, repeated }
}

/** Whose conversation this token opens; `undefined` when nobody has it. */
export async function findBySessionToken(
  deps: ConversationDeps,
  token: string,
): Promise<Session | undefined> {
  const row = await deps.database.sql
    .selectFrom('conversations')
    .select(['id', 'workspace_id', 'bot_id'])
    .where('session_hash', '=', hashToken(token))
    .executeTakeFirst()
  return row && { workspaceId: row.workspace_id, botId: row.bot_id, conversationId: row.id }
}

type StartRecord = Extract<IntakeRecord, { kind: 'start' }>

/** Inserts the conversation and its event unless its token has one already. Also the replay of a start. */
export async function storeStart(
  tx: Tx,
  start: StartRecord,
): Promise<{ conversation: Conversation; record: StartRecord; repeated: boolean }> {
  const at = new Date(start.at)
  const row = await tx
    .insertInto('conversations')
    .values({
      id: start.id,
      workspace_id: start.workspaceId,
      bot_id: start.botId,
      session_hash: start.sessionHash,
      language: start.language,
      page: JSON.stringify(start.page),
      created_at: at,
      updated_at: at,
    })
    .onConflict(conflict => conflict.column('session_hash').doNothing())
    .returningAll()
    .executeTakeFirst()
  if (!row) return { ...(await repeatedStart(tx, start)), repeated: true }
  const [event] = await appendEvents(
    tx,
    [
      {
        name: 'conversation.started',
        data: { conversationId: row.id, botId: row.bot_id },
        workspaceId: row.workspace_id,
        botId: row.bot_id,
        conversationId: row.id,
      },
    ],
    at,
  )
  return { conversation: toConversation(row), record: { ...start, event: event!.number }, repeated: false }
}

async function repeatedStart(tx: Tx, start: StartRecord) {
  const row = await tx
    .selectFrom('conversations')
    .selectAll()
    .where('session_hash', '=', start.sessionHash)
    .executeTakeFirstOrThrow()
  const { number } = await tx
    .selectFrom('events')
    .select('number')
    .where('conversation_id', '=', row.id)
    .where('name', '=', 'conversation.started')
    .executeTakeFirstOrThrow()
  const first = {
    ...start,
    id: row.id,
    event: number,
    at: row.created_at.toISOString(),
    language: row.language,
  }
  return { conversation: toConversation(row), record: { ...first, page: row.page } }
}

/** Made from the key, so that it need not be stored to be given twice; random without one. */
function tokenFor(deps: ConversationDeps, { botId, idempotencyKey }: StartInput): string {
  if (!deps.sessionSecret || !idempotencyKey) return randomBytes(32).toString('base64url')
  return createHmac('sha256', deps.sessionSecret)
    .update(`session\n${botId}\n${idempotencyKey}`)
    .digest('base64url')
}

function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
