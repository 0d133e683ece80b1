import { createHash, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'

/** Who the provider says somebody is. */
export interface Person {
  sub: string
  email: string
  email_verified: boolean
  name?: string
}

export interface TestProvider {
  issuer: string
  clientId: string
  clientSecret: string
  /** Who signs in at the provider next. */
  person: Person
  /** Changes claims of the next tokens, as a provider that is not honest would. */
  forge: Record<string, unknown>
  close(): Promise<void>
}

/** A small OpenID Connect provider on this machine: discovery, authorisation code with PKCE, signed tokens. */
export async function startIdentityProvider(): Promise<TestProvider> {
  const { publicKey, privateKey } = await generateKeyPair('RS256')
  const jwk = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256', use: 'sig' }
  const codes = new Map<string, { challenge: string; nonce: string; redirect: string }>()
  const provider: TestProvider = {
    ...{ issuer: '', clientId: 'careline', clientSecret: 'a secret of the provider', forge: {} },
    person: { sub: 'one', email: 'olga@shop.example', email_verified: true },
    close: () => new Promise(resolve => server.close(() => resolve())),
  }
  const json = (value: unknown, status = 200) => ({
    status,
    body: JSON.stringify(value),
    location: undefined,
  })

  async function token(request: IncomingMessage) {
    const form = new URLSearchParams(await textOf(request))
    const asked = codes.get(form.get('code') ?? '')
    codes.delete(form.get('code') ?? '')
    const credentials = `${provider.clientId}:${encodeURIComponent(provider.clientSecret).replaceAll('%20', '+')}`
    const isClient = request.headers.authorization === `Basic ${Buffer.from(credentials).toString('base64')}`
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    if (!isClient) return json({ error: 'invalid_client' }, 401)
    if (asked?.challenge !== challenge || asked.redirect !== form.get('redirect_uri'))
      return json({ error: 'invalid_grant' }, 400)
    const claims = { ...provider.person, nonce: asked.nonce, ...provider.forge }
    const id_token = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256', kid: 'one' })
      .setIssuer(provider.issuer)
      .setAudience(provider.clientId)
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(privateKey)
    return json({ access_token: randomUUID(), token_type: 'Bearer', expires_in: 300, id_token })
  }

  function authorize(url: URL) {
    const asked = (name: string) => url.searchParams.get(name) ?? ''
    const code = randomUUID()
    codes.set(code, {
      ...{ challenge: asked('code_challenge'), nonce: asked('nonce'), redirect: asked('redirect_uri') },
    })
    const back = new URL(asked('redirect_uri'))
    back.searchParams.set('code', code)
    back.searchParams.set('state', asked('state'))
    return { status: 302, body: '', location: back.href }
  }

  async function answer(request: IncomingMessage) {
    const url = new URL(request.url ?? '/', provider.issuer)
    if (url.pathname === '/.well-known/openid-configuration') return json(described(provider.issuer))
    if (url.pathname === '/jwks') return json({ keys: [jwk] })
    if (url.pathname === '/authorize') return authorize(url)
    if (url.pathname === '/token') return await token(request)
    return json({}, 404)
  }

  const server = createServer(async (request, response) => {
    const { status, body, location } = await answer(request)
    const headers = { 'content-type': 'application/json', ...(location ? { location } : {}) }
    response.writeHead(status, headers).end(body)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  provider.issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return provider
}

const described = (issuer: string) => ({
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  jwks_uri: `${issuer}/jwks`,
  response_types_supported: ['code'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
  code_challenge_methods_supported: ['S256'],
})

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString('utf8')
}
