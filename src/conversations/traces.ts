import { sql } from 'kysely'
import type { Trace } from '../bot/index.ts'
import type { Decision } from '../contract/decision.ts'
import { newId } from '../kit/ids.ts'
import type { Sql, Tx } from '../platform/database/database.ts'
import type { TurnRow } from './turn-rows.ts'

/** Whose trace it is; a question asked without a conversation has no turn. */
export interface TraceOwner {
  workspaceId: string
  botId: string
  conversationId?: string
  turnId?: string
}

/** What a turn did, and what came of it: a decision, or in words what it failed of. */
export type Traced = { trace: Trace; decision: Decision } | { trace: Trace; failure: string }

/** Stores how a decision came about, or how a turn failed, and counts what its models used. @returns the trace's id. */
export async function insertTrace(tx: Tx, owner: TraceOwner, traced: Traced, now: Date): Promise<string> {
  const { trace, ...ended } = traced
  const id = newId('trc', now.getTime())
  await tx
    .insertInto('traces')
    .values({
      id,
      workspace_id: owner.workspaceId,
      bot_id: owner.botId,
      conversation_id: owner.conversationId ?? null,
      turn_id: owner.turnId ?? null,
      data: JSON.stringify({ ...trace, ...ended }),
      created_at: now,
    })
    .execute()
  await countModelUse(tx, owner.botId, trace.models, now)
  return id
}

/** Adds what a bot's models used to what they may use in a day. */
export async function countModelUse(
  tx: Tx,
  botId: string,
  models: Trace['models'],
  now: Date,
): Promise<void> {
  if (models.length === 0) return
  const tokens = models.reduce((sum, call) => sum + call.inputTokens + call.outputTokens, 0)
  const cost = models.reduce((sum, call) => sum + (call.cost ?? 0), 0)
  await tx
    .insertInto('model_use')
    .values({ bot_id: botId, day: dayOf(now), tokens, cost })
    .onConflict(conflict =>
      conflict.columns(['bot_id', 'day']).doUpdateSet({
        tokens: sql<number>`model_use.tokens + excluded.tokens`,
        cost: sql<number>`model_use.cost + excluded.cost`,
      }),
    )
    .execute()
}

/** What a bot's language models used on the day of `now` (UTC) in turns that are over. */
export async function modelUseOf(
  connection: Sql,
  botId: string,
  now: Date,
): Promise<{ tokens: number; cost: number }> {
  const query = connection.selectFrom('model_use').select(['tokens', 'cost']).where('bot_id', '=', botId)
  return (await query.where('day', '=', dayOf(now)).executeTakeFirst()) ?? { tokens: 0, cost: 0 }
}

const dayOf = (now: Date) => now.toISOString().slice(0, 10)

/** The trace that the last failed attempt of a turn left, if it came that far. */
export async function findTraceOfTurn(tx: Tx, turn: TurnRow): Promise<string | undefined> {
  const newest = await tx
    .selectFrom('traces')
    .select('id')
    .where('workspace_id', '=', turn.workspace_id)
    .where('created_at', '>=', turn.started_at)
    .where('turn_id', '=', turn.id)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .executeTakeFirst()
  return newest?.id
}

/** The owner of a turn's traces. */
export function ownerOf(turn: TurnRow): TraceOwner {
  return {
    workspaceId: turn.workspace_id,
    botId: turn.bot_id,
    conversationId: turn.conversation_id,
    turnId: turn.id,
  }
}
