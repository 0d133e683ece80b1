/**
 * Workspaces, the bots in them and what their owners set, and who may do what. It must never decide for another
 * room what a refused request looks like: it throws `forbidden` and the edge translates.
 */
export { loadOrCreateAdminToken, tokensMatch } from './admin-token.ts'
export { authorize, type Principal, type Protected, type Verb } from './authorize.ts'
export { type Bot, createBot, getBot, keepBot, listBots, updateBotSettings } from './bots.ts'
export { BotOptions, type BotOptionsInput, type PublicBotSettings, publicSettings } from './settings.ts'
export { ensureDefaultWorkspace, type Workspace } from './workspaces.ts'
