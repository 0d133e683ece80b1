/**
 * What members work with: the inbox and its views, one conversation with everything around it, notes, labels, macros,
 * search, and who is there. It must never speak for anybody: messages and holders are the conversations room's.
 */
export { readDeskConversation } from './conversation.ts'
export { askPages, draftFromPages } from './copilot/ask-pages.ts'
export type { CopilotDeps } from './copilot/deps.ts'
export { readCopilot, reword } from './copilot/reword.ts'
export type { DeskDeps } from './deps.ts'
export { countInbox, listInbox } from './inbox.ts'
export { deleteLabel, listLabels, saveLabel, setLabels } from './labels.ts'
export { deleteMacro, listMacros, saveMacro } from './macros.ts'
export { writeNote } from './notes.ts'
export { type HandoffMailDeps, mailHandoff } from './notifications/mail-handoff.ts'
export { notifyAway } from './notifications/notify.ts'
export { type HandoffPushDeps, pushHandoff } from './notifications/push-handoff.ts'
export { NOTIFICATION_JOB, NOTIFICATION_MAIL_JOB, NOTIFICATION_PUSH_JOB } from './notifications/queue.ts'
export { type PackDeps, packHandoff } from './pack/handoff-job.ts'
export { measureRepeat } from './pack/measure-repeat.ts'
export { markPresence, markSeen, showAbsent } from './presence.ts'
export { markRead } from './reads.ts'
export { routeEverywhere, routeWaiting } from './routing/route-waiting.ts'
export { searchMessages } from './search.ts'
export { deleteView, listViews, saveView } from './views.ts'
