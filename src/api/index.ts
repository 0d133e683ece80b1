/**
 * The operator's REST API, the pages citations open, and what watches the server. Each route parses, authorizes, calls
 * one room and presents; it decides nothing.
 */

export { createAccountRoutes } from './accounts/account-routes.ts'
export { createInviteRoutes } from './accounts/invite-routes.ts'
export { createKeyRoutes } from './accounts/key-routes.ts'
export { createLinkRoutes } from './accounts/link-routes.ts'
export { createPeopleRoutes } from './accounts/people-routes.ts'
export { createProviderRoutes } from './accounts/provider-routes.ts'
export { createRefreshCookie } from './accounts/refresh-cookie.ts'
export { createSessionRoutes } from './accounts/session-routes.ts'
export { createSignOnRoutes, signOnCallback } from './accounts/sign-on-routes.ts'
export { createAdminAssets } from './admin-assets.ts'
export { recordAudit } from './audit.ts'
export { createContactRoutes } from './contacts/contact-routes.ts'
export { createAttachmentRoutes } from './desk/attachment-routes.ts'
export { createDraftRoutes } from './desk/draft-routes.ts'
export { createInboxRoutes } from './desk/inbox-routes.ts'
export { createToolRoutes } from './desk/tool-routes.ts'
export { createHealthRoutes, type Readiness } from './health.ts'
export { createKnowledgeRoutes } from './knowledge-routes.ts'
export type { AnswerPart, Operations } from './operations.ts'
export { createPageRoutes } from './pages/routes.ts'
export { createPinnedRoutes } from './pinned-routes.ts'
export { createPrincipals, guard } from './principal.ts'
export { createReportRoutes } from './report-routes.ts'
export { createApiRoutes } from './routes.ts'
