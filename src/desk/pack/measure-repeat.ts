import { RepeatJob } from '../../conversations/index.ts'
import { appendEvents } from '../../events/index.ts'
import type { DeskDeps } from '../deps.ts'
import { hadToRepeat } from './had-to-repeat.ts'
import { type HandoffRow, readStory } from './read-story.ts'

/** Notes with the last handoff of a conversation's engagement what the visitor had to say again. May be done any number of times. */
export async function measureRepeat(deps: DeskDeps, job: { payload: unknown }): Promise<void> {
  const { conversationId } = RepeatJob.parse(job.payload)
  const handoff = await lastHandoff(deps, conversationId)
  if (!handoff) return
  const share = hadToRepeat(await readStory(deps.database.sql, handoff))
  if (share === null) return
  const now = deps.clock.now()
  await deps.database.transaction(async tx => {
    const changed = await tx
      .updateTable('handoffs')
      .set({ had_to_repeat: share })
      .where('id', '=', handoff.id)
      .where('had_to_repeat', 'is distinct from', share)
      .returning('id')
      .executeTakeFirst()
    if (!changed) return
    const data = { conversationId, changed: ['hadToRepeat'], by: 'rules' }
    const place = { workspaceId: handoff.workspace_id, botId: handoff.bot_id, conversationId }
    await appendEvents(tx, [{ name: 'conversation.changed', data, ...place }], now)
  })
  deps.ring()
}

async function lastHandoff(
  deps: DeskDeps,
  conversationId: string,
): Promise<(HandoffRow & { bot_id: string }) | undefined> {
  return await deps.database.sql
    .selectFrom('handoffs')
    .innerJoin('conversations', 'conversations.id', 'handoffs.conversation_id')
    .selectAll('handoffs')
    .select('conversations.bot_id')
    .where('conversations.id', '=', conversationId)
    .whereRef('handoffs.engagement', '=', 'conversations.engagement')
    .orderBy('requested_at', 'desc')
    .limit(1)
    .executeTakeFirst()
}
