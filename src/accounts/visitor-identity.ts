import { importSPKI } from 'jose'
import { z } from 'zod'
import { Attributes } from '../contract/contacts-api.ts'
import { typed } from '../contract/typed.ts'
import { CarelineError } from '../kit/errors.ts'
import { type Bot, getBot } from './bots.ts'
import type { AccountDeps } from './deps.ts'
import { openSecret } from './secrets.ts'
import { verifyToken } from './verify-token.ts'

/** The longest life of a token, in seconds: it is made for one look at the chat. */
const MAX_LIFETIME_S = 15 * 60

const Claims = z.object({
  /** The host page's own id of the person. */
  sub: typed(200).min(1),
  /** The conversation it was made for. */
  sid: z.string().max(80),
  name: typed(200).trim().min(1).optional(),
  email: z.email().max(254).optional(),
  attributes: Attributes.optional(),
})

/** Who the visitor is, by a token that the host page's server signed. */
export interface VisitorProof {
  externalId: string
  name?: string | undefined
  email?: string | undefined
  attributes?: Attributes | undefined
  until: Date
}

/**
 * Reads the token with which a host page vouches for its visitor: signed with the bot's Ed25519 key if it has one, else
 * with the workspace's HS256 key, for this bot (`aud`) and this very conversation (`sid`). So a token that was read on the
 * way, or kept, is of no use in another session.
 * @throws CarelineError `forbidden`, which never tells what was wrong; `conflict` when there is no key.
 */
export async function readVisitorToken(
  deps: AccountDeps,
  given: { botId: string; conversationId: string; token: string },
): Promise<VisitorProof> {
  const bot = await getBot(deps.database.sql, given.botId)
  const rules = {
    ...(await keyOf(deps, bot)),
    ...{ audience: bot.id, maxLifetimeS: MAX_LIFETIME_S, now: deps.clock.now(), claims: Claims },
  }
  const claims = await verifyToken(given.token, rules).catch(refuse)
  if (claims.sid !== given.conversationId) refuse()
  const { sub: externalId, name, email, attributes, expiresAt } = claims
  return { externalId, name, email, attributes, until: new Date(expiresAt * 1000) }
}

async function keyOf(deps: AccountDeps, { workspaceId, settings }: Bot) {
  if (settings.identityPublicKey !== null)
    return { algorithm: 'EdDSA', key: await importSPKI(settings.identityPublicKey, 'EdDSA') } as const
  const secret = await openSecret(deps, workspaceId, 'identity-key')
  if (secret === undefined)
    throw new CarelineError('conflict', 'This bot has no key with which a page could identify its visitors.')
  return { algorithm: 'HS256', key: new TextEncoder().encode(secret) } as const
}

/** Not 401, which would tell the widget that its session is gone. */
function refuse(): never {
  throw new CarelineError('forbidden', 'This token does not prove who the visitor is.')
}
