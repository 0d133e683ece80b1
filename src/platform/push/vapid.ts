import { createECDH, createPrivateKey, type JsonWebKey, sign } from 'node:crypto'

/** The keys by which push services know a server: the public point (65 bytes) and the private number, in Base64url. */
export interface VapidKeys {
  publicKey: string
  privateKey: string
}

/** Push services take none that lasts a day or longer. */
const LASTS_S = 12 * 3600

/** A new pair of keys. Browsers subscribe with the public one, so it lasts as long as their subscriptions. */
export function createVapidKeys(): VapidKeys {
  const ecdh = createECDH('prime256v1')
  const publicKey = ecdh.generateKeys('base64url')
  // As long as the curve's numbers are, though it may begin with zeros.
  const privateKey = Buffer.alloc(32)
  const number = ecdh.getPrivateKey()
  number.copy(privateKey, 32 - number.length)
  return { publicKey, privateKey: privateKey.toString('base64url') }
}

/** The `Authorization` header that says who sends to a push service (RFC 8292). `contact` is an https or mailto address. */
export function vapidHeader(endpoint: string, keys: VapidKeys, contact: string, now: Date): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const exp = Math.floor(now.getTime() / 1000) + LASTS_S
  const said = `${part({ typ: 'JWT', alg: 'ES256' })}.${part({ aud: new URL(endpoint).origin, exp, sub: contact })}`
  const key = createPrivateKey({ key: jwkOf(keys), format: 'jwk' })
  const signature = sign('sha256', Buffer.from(said), { key, dsaEncoding: 'ieee-p1363' })
  return `vapid t=${said}.${signature.toString('base64url')}, k=${keys.publicKey}`
}

function jwkOf({ publicKey, privateKey }: VapidKeys): JsonWebKey {
  const point = Buffer.from(publicKey, 'base64url')
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map(part => part.toString('base64url'))
  return { kty: 'EC', crv: 'P-256', x: x!, y: y!, d: privateKey }
}
