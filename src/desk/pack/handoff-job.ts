import type { HandoffReason } from '../../contract/decision.ts'
import type { HandoffPack } from '../../contract/desk-api.ts'
import { HandoffJob } from '../../conversations/index.ts'
import { appendEvents } from '../../events/index.ts'
import type { DeskDeps } from '../deps.ts'
import { buildPack } from './build-pack.ts'
import { type HandoffRow, readStory } from './read-story.ts'

/**
 * Makes the pack of a handoff and tells of it, once, whatever is tried again: the row says whether it was told, in the
 * transaction that tells.
 */
export async function packHandoff(deps: DeskDeps, job: { payload: unknown }): Promise<void> {
  const { handoffId } = HandoffJob.parse(job.payload)
  const handoff = await findUnpacked(deps, handoffId)
  if (!handoff) return
  await tellPacked(deps, handoff, buildPack(await readStory(deps.database.sql, handoff)))
}

async function findUnpacked(deps: DeskDeps, id: string): Promise<HandoffRow | undefined> {
  const query = deps.database.sql.selectFrom('handoffs').selectAll().where('id', '=', id)
  return await query.where('packed_at', 'is', null).executeTakeFirst()
}

async function tellPacked(deps: DeskDeps, handoff: HandoffRow, pack: HandoffPack): Promise<void> {
  const now = deps.clock.now()
  await deps.database.transaction(async tx => {
    const told = await tx
      .updateTable('handoffs')
      .set({ pack: JSON.stringify(pack), packed_at: now })
      .where('id', '=', handoff.id)
      .where('packed_at', 'is', null)
      .returning('id')
      .executeTakeFirst()
    if (!told) return
    const { id: handoffId, conversation_id: conversationId, engagement } = handoff
    const reason = handoff.reason as HandoffReason
    const { bot_id: botId } = await tx
      .selectFrom('conversations')
      .select('bot_id')
      .where('id', '=', conversationId)
      .executeTakeFirstOrThrow()
    const data = { handoffId, conversationId, reason, engagement, pack }
    const place = { workspaceId: handoff.workspace_id, botId, conversationId }
    await appendEvents(tx, [{ name: 'agent.handoff', data, ...place }], now)
  })
  deps.ring()
}
