import type { JobHandler } from '../../platform/jobs/index.ts'
import type { Mailer } from '../../platform/mail/index.ts'
import type { AccountDeps } from '../deps.ts'
import { dropInviteTokens, findOpenInvite } from '../invites.ts'
import { issueOneTimeToken } from '../one-time-tokens.ts'
import { normalEmail } from '../sign-in.ts'
import { composeMail, mailLanguage } from './compose-mail.ts'
import { MailOrder } from './order-mail.ts'

/** The screen of each link. */
const screens = { invite: 'invite', reset: 'reset', magic: 'enter' } as const

export interface MailDeps extends AccountDeps {
  mailer: Mailer
  /** Where people reach the server. */
  publicUrl: string
}

/** Sends what was ordered. To an address that has no account nothing is sent. */
export function createMailHandler(deps: MailDeps): JobHandler {
  return {
    async run({ payload }) {
      const order = MailOrder.parse(payload)
      if (order.kind === 'invite') await mailInvite(deps, order.inviteId)
      else await mailLink(deps, order.kind, order.email)
    },
  }
}

async function mailLink(deps: MailDeps, kind: 'reset' | 'magic', email: string): Promise<void> {
  const { sql } = deps.database
  const account = await sql
    .selectFrom('accounts')
    .select(['id', 'email', 'locale'])
    .where('email', '=', normalEmail(email))
    .executeTakeFirst()
  if (!account) return
  const token = await issueOneTimeToken(sql, { purpose: kind, accountId: account.id }, deps.clock.now())
  const language = mailLanguage(account.locale)
  await deps.mailer.send(composeMail({ kind, language, to: account.email, link: linkTo(deps, kind, token) }))
}

async function mailInvite(deps: MailDeps, inviteId: string): Promise<void> {
  const { sql } = deps.database
  const now = deps.clock.now()
  const invite = await findOpenInvite(sql, inviteId, now)
  // It was accepted or withdrawn since.
  if (!invite) return
  await dropInviteTokens(sql, inviteId)
  const { workspaceId } = invite
  const token = await issueOneTimeToken(sql, { purpose: 'invite', workspaceId, data: { inviteId } }, now)
  const values = { by: invite.invitedBy ?? 'Careline', workspace: invite.workspace }
  const language = mailLanguage(invite.language)
  const link = linkTo(deps, 'invite', token)
  await deps.mailer.send(composeMail({ kind: 'invite', language, to: invite.email, link, values }))
}

/** After the #, so that the token reaches no log of a proxy. */
const linkTo = ({ publicUrl }: MailDeps, kind: keyof typeof screens, token: string): string =>
  `${publicUrl}/admin/${screens[kind]}#${token}`
