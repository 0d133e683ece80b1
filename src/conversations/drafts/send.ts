import type { Message } from '../../contract/conversation.ts'
import { appendEvents } from '../../events/index.ts'
import { CarelineError } from '../../kit/errors.ts'
import type { Tx } from '../../platform/database/database.ts'
import { accept, type ConversationDeps } from '../deps.ts'
import { heldByAnother, memberHolder } from '../holder.ts'
import type { IntakeRecord } from '../intake.ts'
import { storeMemberMessage } from '../member-message.ts'
import type { StatusChanges } from '../status.ts'
import { type ConversationRow, findByClientId, lockOwnConversation, toMessage } from '../store.ts'
import { giveToMember, refuseTakenByAnother } from '../takeover.ts'
import { closeDrafts, type DraftRow, findDraft } from './store.ts'

export interface SendDraft {
  workspaceId: string
  memberId: string
  draftId: string
  /** The epoch of the conversation as the member sees it. */
  epoch: number
  /** In place of the draft's words; its citations are then not shown. */
  text?: string
  /** What the member uploaded to the conversation before. */
  attachmentIds?: readonly string[]
  /** Done with it in the same step. */
  also?: StatusChanges
}

/**
 * Sends a draft in a member's name: whoever sends it has the conversation from then on, so it is taken over in the same
 * transaction unless they hold it. Sent again by the same member, it gives the first message; of two members one wins.
 * @throws CarelineError `conflict` when a colleague holds it, it changed hands meanwhile, or the draft was sent by
 * another or overtaken; `not-found`.
 */
export async function sendDraft(deps: ConversationDeps, input: SendDraft): Promise<Message> {
  const now = deps.clock.now()
  const found = await ownDraft(deps, input)
  const { message, records } = await deps.database.transaction(async tx => {
    const act = { ...input, conversationId: found.conversation_id }
    const row = await lockOwnConversation(tx, act)
    const earlier = await findByClientId(tx, row.id, clientIdOf(input.draftId))
    if (earlier?.author_id === input.memberId) return { message: toMessage(earlier, null), records: [] }
    // First, since it says who: the name is what two who were at the same draft want to know.
    await refuseTakenByAnother(tx, row, act)
    if (earlier) throw isOver()
    if (row.epoch !== input.epoch) throw heldByAnother(row)
    const draft = await findDraft(tx, input.workspaceId, input.draftId)
    if (!draft?.waits) throw isOver()
    const taken = await holdFor(tx, row, input.memberId, now)
    const sent = await storeMemberMessage(tx, taken.conversation, { ...act, ...wordsOf(draft, input) }, now)
    const closed = { id: draft.id, state: 'sent' as const, by: input.memberId }
    await appendEvents(tx, await closeDrafts(tx, row, closed, now), now)
    return { message: sent.message, records: [...taken.records, sent.record] }
  })
  for (const record of records) await accept(deps, record)
  return message
}

/** Drops a draft: nobody will send it. Dropped twice is dropped. @throws CarelineError `not-found`. */
export async function dropDraft(
  deps: ConversationDeps,
  input: { workspaceId: string; memberId: string; draftId: string },
): Promise<void> {
  const now = deps.clock.now()
  const found = await ownDraft(deps, input)
  await deps.database.transaction(async tx => {
    const row = await lockOwnConversation(tx, { ...input, conversationId: found.conversation_id })
    const closed = { id: found.id, state: 'dropped' as const, by: input.memberId }
    await appendEvents(tx, await closeDrafts(tx, row, closed, now), now)
  })
  deps.ring?.()
}

async function ownDraft(
  { database }: ConversationDeps,
  { workspaceId, draftId }: { workspaceId: string; draftId: string },
): Promise<DraftRow> {
  const found = await findDraft(database.sql, workspaceId, draftId)
  if (!found) throw new CarelineError('not-found', 'There is no such draft.')
  return found
}

async function holdFor(
  tx: Tx,
  row: ConversationRow,
  memberId: string,
  now: Date,
): Promise<{ conversation: ConversationRow; records: IntakeRecord[] }> {
  const holder = memberHolder(memberId)
  if (row.holder === holder) return { conversation: row, records: [] }
  const act = { workspaceId: row.workspace_id, conversationId: row.id, memberId }
  return await giveToMember(tx, row, { ...act, holder }, now)
}

/** A colon is in no client's own id. */
const clientIdOf = (draftId: string) => `draft:${draftId}`

function wordsOf(draft: DraftRow, { text }: SendDraft) {
  const isEdited = text !== undefined && text !== draft.text
  const { sentences, citations } = draft.content as Message['content']
  const shown = { ...(sentences ? { sentences } : {}), ...(citations ? { citations } : {}) }
  return { text: text ?? draft.text, key: clientIdOf(draft.id), content: isEdited ? {} : shown }
}

const isOver = () =>
  new CarelineError('conflict', 'This draft was sent, dropped, or overtaken by a newer answer.')
