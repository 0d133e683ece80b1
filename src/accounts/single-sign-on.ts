import { createHash, randomBytes } from 'node:crypto'
import * as oidc from 'openid-client'
import { CarelineError } from '../kit/errors.ts'
import type { AccountDeps } from './deps.ts'
import { getIdentityProvider, type IdentityProvider, openClientSecret } from './identity-providers.ts'
import { letIn } from './let-in.ts'
import { hashToken, issueOneTimeToken, takeOneTimeToken } from './one-time-tokens.ts'
import type { Device, SignedIn } from './sessions.ts'
import { badLink, enter } from './sign-in.ts'

export interface SingleSignOnDeps extends AccountDeps {
  /** The guarded client: a workspace's administrators name the issuer. */
  fetch: typeof globalThis.fetch
  /** Where the provider sends the browser back to. */
  redirectUri: string
}

const TIMEOUT_S = 15

/**
 * Begins a sign-in by a provider. `browser` is for a cookie of this browser alone: it is the PKCE verifier, and what
 * binds state and nonce to the browser; the database holds its hash.
 * @throws CarelineError `not-found`, or `unavailable` when the provider cannot be asked.
 */
export async function beginSingleSignOn(
  deps: SingleSignOnDeps,
  providerId: string,
): Promise<{ url: string; browser: string }> {
  const provider = await getIdentityProvider(deps.database.sql, providerId)
  const configuration = await discover(deps, provider)
  const browser = randomBytes(32).toString('base64url')
  const state = await issueOneTimeToken(
    deps.database.sql,
    { purpose: 'oidc', workspaceId: provider.workspaceId, data: { providerId, browser: hashToken(browser) } },
    deps.clock.now(),
  )
  const url = oidc.buildAuthorizationUrl(configuration, {
    redirect_uri: deps.redirectUri,
    scope: 'openid email profile',
    state,
    nonce: nonceOf(browser),
    code_challenge: await oidc.calculatePKCECodeChallenge(browser),
    code_challenge_method: 'S256',
  })
  return { url: url.href, browser }
}

/**
 * Ends it, with what the provider sent the browser back with: exchanges the code and lets in whom it vouches for. The
 * session stays in the provider's workspace, since its administrators may vouch for nobody elsewhere.
 * @throws CarelineError `forbidden` when the answer is not to this browser's question or vouches for nobody known;
 * `unavailable` when the provider cannot be asked.
 */
export async function endSingleSignOn(
  deps: SingleSignOnDeps,
  given: { query: URLSearchParams; browser: string | undefined } & Device,
): Promise<SignedIn> {
  const { browser, query } = given
  const state = query.get('state')
  if (!state || !browser) throw badLink()
  const asked = await takeOneTimeToken(deps.database.sql, 'oidc', state, deps.clock.now())
  if (asked?.data['browser'] !== hashToken(browser)) throw badLink()
  const provider = await getIdentityProvider(deps.database.sql, String(asked.data['providerId']))
  const claims = await exchange(deps, provider, { query, browser, state })
  const accountId = await letIn(deps, provider, claims, given.address)
  const { address, device } = given
  return await enter(deps, accountId, { workspaceId: provider.workspaceId, confined: true, address, device })
}

/** What the provider says of somebody: checked, and from its own token alone. */
export interface Claims {
  subject: string
  email: string
  name: string
}

async function exchange(
  deps: SingleSignOnDeps,
  provider: IdentityProvider,
  given: { query: URLSearchParams; browser: string; state: string },
): Promise<Claims> {
  const configuration = await discover(deps, provider)
  const back = new URL(deps.redirectUri)
  back.search = given.query.toString()
  const tokens = await oidc
    .authorizationCodeGrant(configuration, back, {
      ...{ expectedState: given.state, expectedNonce: nonceOf(given.browser), idTokenExpected: true },
      pkceCodeVerifier: given.browser,
    })
    .catch(() => {
      throw new CarelineError('forbidden', 'The provider did not confirm who you are. Try again.', {
        details: { type: 'sign-on-failed' },
      })
    })
  const claims = tokens.claims()
  const email = claims?.['email']
  const name = claims?.['name']
  if (!claims || typeof email !== 'string' || claims['email_verified'] !== true)
    throw new CarelineError('forbidden', 'The provider has not verified your e-mail address.', {
      details: { type: 'sign-on-unverified' },
    })
  return { subject: claims.sub, email, name: typeof name === 'string' && name.trim() ? name : email }
}

async function discover(deps: SingleSignOnDeps, provider: IdentityProvider): Promise<oidc.Configuration> {
  const secret = await openClientSecret(deps, provider.id)
  const { issuer, clientId } = provider
  const guarded: oidc.CustomFetch = (url, { body, ...init }) =>
    deps.fetch(url, { ...(init as RequestInit), body: body ?? null })
  try {
    const isOpen = issuer.startsWith('http:')
    const configuration = await oidc.discovery(
      new URL(issuer),
      clientId,
      undefined,
      secret === undefined ? oidc.None() : oidc.ClientSecretBasic(secret),
      {
        ...{ [oidc.customFetch]: guarded, timeout: TIMEOUT_S },
        execute: isOpen ? [oidc.allowInsecureRequests] : [],
      },
    )
    configuration[oidc.customFetch] = guarded
    // The token came straight from the provider, but its signature is what makes it its word.
    oidc.enableNonRepudiationChecks(configuration)
    return configuration
  } catch (cause) {
    throw new CarelineError('unavailable', `${provider.name} cannot be asked now. Sign in another way.`, {
      cause,
    })
  }
}

/** One-way, so that who sees the nonce on its way through the provider cannot tell the verifier. */
const nonceOf = (browser: string): string =>
  createHash('sha256').update(`nonce ${browser}`).digest('base64url')
