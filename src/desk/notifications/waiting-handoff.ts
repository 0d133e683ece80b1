import type { HandoffPack } from '../../contract/desk-api.ts'
import type { Sql } from '../../platform/database/database.ts'

/** A handoff that nobody has taken yet, with the words for the place where it waits. */
export interface WaitingHandoff {
  id: string
  workspaceId: string
  conversationId: string
  teamId: string | null
  /** The team's name, or without a team the workspace's. */
  place: string
  pack: HandoffPack
}

/** The handoff as it is now; `undefined` when somebody took it, it was withdrawn, or the conversation is gone. */
export async function findWaitingHandoff(db: Sql, id: string): Promise<WaitingHandoff | undefined> {
  const row = await db
    .selectFrom('handoffs')
    .innerJoin('conversations', 'conversations.id', 'handoffs.conversation_id')
    .innerJoin('workspaces', 'workspaces.id', 'handoffs.workspace_id')
    .leftJoin('teams', 'teams.id', 'conversations.team_id')
    .select(['handoffs.id', 'handoffs.workspace_id', 'handoffs.conversation_id', 'handoffs.pack'])
    .select(['conversations.team_id', 'teams.name as team', 'workspaces.name as workspace'])
    .where('handoffs.id', '=', id)
    .where('handoffs.state', '=', 'waiting')
    .where('conversations.holder', '=', 'queue')
    .where('conversations.status', '=', 'open')
    .where('conversations.merged_into', 'is', null)
    .executeTakeFirst()
  if (!row) return undefined
  return {
    ...{ id: row.id, workspaceId: row.workspace_id, conversationId: row.conversation_id },
    ...{ teamId: row.team_id, place: row.team ?? row.workspace, pack: row.pack as HandoffPack },
  }
}
