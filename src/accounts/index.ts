/**
 * Workspaces, the bots in them and what their owners set, the people who work there, how they sign in, and who may do
 * what. It must never decide for another
 * room what a refused request looks like: it throws `forbidden` and the edge translates.
 */
export { loadOrCreateAdminToken, tokensMatch } from './admin-token.ts'
export {
  type ApiKey,
  createApiKey,
  findApiKey,
  isApiKey,
  isKeyGood,
  listApiKeys,
  revokeApiKey,
} from './api-keys.ts'
export { type AuditEntry, type AuditInput, actorOf, readAudit, writeAudit } from './audit.ts'
export {
  authorize,
  type ObjectKind,
  type Principal,
  type Protected,
  refuseMoreThanOwn,
  type Staff,
  type Verb,
} from './authorize.ts'
export { type Bot, createBot, getBot, keepBot, listBots, updateBotSettings } from './bots.ts'
export type { AccountDeps } from './deps.ts'
export {
  addMember,
  findPrincipal,
  getMember,
  listMembers,
  type Member,
  removeMember,
  updateMember,
} from './members.ts'
export { changeOwnAccount, changePassword, proveIdentity, readOwnAccount } from './own-account.ts'
export { deleteRole, listRoles, type Role, rightsOfRole, saveRole } from './roles.ts'
export { listSecrets, removeSecret, setSecret } from './secrets.ts'
export {
  type Device,
  endSession,
  type LiveSession,
  listSessions,
  readAccessToken,
  refreshSession,
  revokeSessions,
  SESSION_MS,
  type SignedIn,
} from './sessions.ts'
export { BotOptions, type BotOptionsInput, type PublicBotSettings, publicSettings } from './settings.ts'
export { createAccount, issueSetupToken, needsOwner, setUpOwner, signIn } from './sign-in.ts'
export { createSigningKeys, type SigningKeys } from './signing-keys.ts'
export { deleteTeam, listTeams, saveTeam } from './teams.ts'
export { disableTotp, enableTotp, proposeTotp } from './totp.ts'
export { ensureDefaultWorkspace, type Workspace } from './workspaces.ts'
