/**
 * The operator's REST API, the pages citations open, and what watches the server. Each route parses, authorizes, calls
 * one room and presents; it decides nothing.
 */
export { createHealthRoutes, type Readiness } from './health.ts'
export type { AnswerPart, Operations } from './operations.ts'
export { createPageRoutes } from './pages/routes.ts'
export { createPrincipals } from './principal.ts'
export { createApiRoutes } from './routes.ts'
