/**
 * The exchanges between visitors and the company: what was said, in which order, and who may speak. Every word of the
 * bot or a member is stored only while its author holds the conversation; a message is acknowledged only when it is
 * durable. It must never decide what to answer: that is the bot's.
 */

export { tellMemberActivity, tellVisitorTyping, visitorActivity } from './activity.ts'
export { type AskDeps, askBot } from './ask.ts'
export { readAttachment, removeUnsent } from './attachments/read.ts'
export { uploadAttachment } from './attachments/upload.ts'
export { blockVisitor } from './block.ts'
export { botSettings } from './bot-settings.ts'
export type { ConversationDeps } from './deps.ts'
export { keepAskedDraft } from './drafts/keep.ts'
export { dropDraft, sendDraft } from './drafts/send.ts'
export { hasWaitingDraft, listDrafts } from './drafts/store.ts'
export { listEarlier, readEarlier } from './earlier.ts'
export { eraseConversationsOf } from './erase.ts'
export { readExchange } from './exchange.ts'
export { requestHandoff, wasHandoffRequested } from './handoff.ts'
export { HANDOFF_JOB, HandoffJob } from './handoff-job.ts'
export {
  conversationEvents,
  listMessages,
  readConversation,
  readEngagement,
  readWhole,
} from './history.ts'
export { changeHolder } from './holder.ts'
export { claimIdentity, identify } from './identity.ts'
export { type MemberMessage, sendMemberMessage } from './member-message.ts'
export { mergeConversation, unmergeConversation } from './merge.ts'
export { rateAnswer } from './rating.ts'
export { receiveMessage, wasReceived } from './receive.ts'
export { release, releaseInactive, releaseToQueue } from './release.ts'
export { releaseRemoved } from './release-removed.ts'
export { REPEAT_JOB, RepeatJob } from './repeat-job.ts'
export { replayIntake } from './replay.ts'
export { queueRouting, ROUTING_JOB } from './routing-job.ts'
export { findBySessionToken, type Session, type StartInput, startConversation } from './start.ts'
export { changeStatus, type StatusChanges, wakeSnoozed } from './status.ts'
export { findOwnConversation, lockOwnConversation } from './store.ts'
export { answerSurvey, findOpenSurvey } from './survey.ts'
export { type DeskAct, takeOver } from './takeover.ts'
export { countModelUse, modelUseOf } from './traces.ts'
export { createTurnHandler, type Respond } from './turn.ts'
export { TURN_JOB } from './turn-job.ts'
