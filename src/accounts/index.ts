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
export {
  type AuditEntry,
  type AuditFilter,
  type AuditInput,
  actorOf,
  noteRead,
  readAudit,
  writeAudit,
} from './audit.ts'
export {
  authorize,
  type ObjectKind,
  type Principal,
  type Protected,
  refuseMoreThanOwn,
  type Staff,
  type Verb,
} from './authorize.ts'
export { type Bot, createBot, getBot, keepBot, listBots, readBotMode, updateBotSettings } from './bots.ts'
export type { AccountDeps } from './deps.ts'
export {
  deleteIdentityProvider,
  type GivenProvider,
  type IdentityProvider,
  listIdentityProviders,
  saveIdentityProvider,
} from './identity-providers.ts'
export {
  acceptInvite,
  createInvite,
  type Invite,
  listInvites,
  readInvite,
  sendInviteAgain,
  withdrawInvite,
} from './invites.ts'
export { createResealHandler, type KeyUse, listKeys, RESEAL_JOB } from './key-rotation.ts'
export { askForLink, enterByLink, resetPassword } from './links.ts'
export { composeMail, mailLanguage } from './mails/compose-mail.ts'
export { createMailHandler, type MailDeps } from './mails/mail-job.ts'
export { MAIL_JOB } from './mails/order-mail.ts'
export {
  addMember,
  findPrincipal,
  getMember,
  listMembers,
  type Member,
  removeMember,
  updateMember,
} from './members.ts'
export { type ModelChoice, noChoice, openModelKeys, readModelChoice } from './model-choice.ts'
export {
  changeNotificationSettings,
  notificationSettingsOf,
  readNotificationSettings,
} from './notification-settings.ts'
export { changeOwnAccount, changePassword, proveIdentity, readOwnAccount } from './own-account.ts'
export { loadPushKeys } from './push-keys.ts'
export {
  addPushSubscription,
  listPushSubscriptions,
  openPushSubscription,
  pushSubscriptionsOf,
  removePushSubscription,
} from './push-subscriptions.ts'
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
export { beginSingleSignOn, endSingleSignOn, type SingleSignOnDeps } from './single-sign-on.ts'
export { deleteTeam, listTeams, saveTeam } from './teams.ts'
export { disableTotp, enableTotp, proposeTotp } from './totp.ts'
export { readVisitorToken, type VisitorProof } from './visitor-identity.ts'
export { ensureDefaultWorkspace, type Workspace } from './workspaces.ts'
