import { getMember } from '../accounts/index.ts'
import { Activity, type Doing } from '../contract/activity.ts'
import { hearActivity, tellActivity } from '../events/index.ts'
import type { ConversationDeps } from './deps.ts'
import { memberHolder } from './holder.ts'
import { pauseBot, resumeBot } from './pause.ts'
import { findOwnConversation } from './store.ts'
import type { DeskAct } from './takeover.ts'

/**
 * A member looks at a conversation, types in it, or has stopped. Typing keeps a bot that holds it still.
 * @throws CarelineError `not-found`.
 */
export async function tellMemberActivity(
  deps: ConversationDeps,
  act: DeskAct & { doing: Doing },
): Promise<void> {
  const { workspaceId, conversationId, memberId, doing } = act
  const holder = await holderAfter(deps, act)
  const member = await getMember(deps.database.sql, workspaceId, memberId)
  const name = member.displayName ?? member.name
  const holds = holder === memberHolder(memberId)
  await tellActivity(deps.bus, { workspaceId, conversationId, by: 'member', memberId, name, doing, holds })
}

async function holderAfter(deps: ConversationDeps, act: DeskAct & { doing: Doing }): Promise<string> {
  if (act.doing === 'typing') return await pauseBot(deps, act)
  if (act.doing === 'nothing') return await resumeBot(deps, act)
  return (await findOwnConversation(deps.database.sql, act)).holder
}

/** The visitor types, or has stopped: for whoever follows the conversation at the desk. */
export async function tellVisitorTyping(
  deps: Pick<ConversationDeps, 'bus'>,
  visitor: { workspaceId: string; conversationId: string; doing: Doing },
): Promise<void> {
  await tellActivity(deps.bus, { ...visitor, by: 'visitor', memberId: null, name: null, holds: false })
}

/** What a visitor may see of it: that whoever holds their conversation types. Returns the way to stop. */
export async function visitorActivity(
  deps: Pick<ConversationDeps, 'bus'>,
  conversationId: string,
  listener: (activity: Activity) => void,
): Promise<() => Promise<void>> {
  return await hearActivity(deps.bus, told => {
    if (told.conversationId !== conversationId || !told.holds || told.doing === 'viewing') return
    listener({ ...Activity.parse(told), memberId: null })
  })
}
