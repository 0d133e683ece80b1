/**
 * The chat bubble's channel: the visitor's HTTP routes, their live stream, and the built widget itself.
 * It turns requests into calls of the conversations room and never decides anything about a conversation.
 */
export { createWidgetAssets } from './assets.ts'
export { createVisitorRoutes } from './routes.ts'
export type { VisitorConversations, VisitorSession } from './visitor-conversations.ts'
