import { createDecipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { importJWK, jwtVerify } from 'jose'

/** A message as the browser would have got it. */
export interface Pushed {
  path: string
  headers: IncomingHttpHeaders
  /** Decrypted and read. */
  message: { title: string; body: string; conversationId: string }
  /** What came over the wire. */
  bytes: Buffer
}

/** A browser's subscription at the service, as its API gives it. */
export interface Subscribed {
  endpoint: string
  keys: { p256dh: string; auth: string }
}

export interface PushService {
  origin: string
  /** The allow-list entry that opens it to a guarded client. */
  allow: string
  pushed: Pushed[]
  /** What it answers from now on. */
  answer(status: number): void
  subscribe(): Subscribed
  /** The claims of a message's sender, once its signature is found good for the key that it names. */
  sender(of: Pushed, now: Date): Promise<{ claims: object; publicKey: string }>
  close(): Promise<void>
}

/** A push service on loopback, and the browsers that get its messages. */
export async function startPushService(): Promise<PushService> {
  const browsers = new Map<string, { ecdh: ReturnType<typeof createECDH>; auth: Buffer }>()
  const pushed: Pushed[] = []
  let status = 201
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    const bytes = Buffer.concat(parts)
    const path = request.url ?? '/'
    const browser = browsers.get(path)
    if (status < 300 && browser) {
      const text = decrypted(bytes, browser.ecdh, browser.auth).toString()
      pushed.push({ path, headers: request.headers, message: JSON.parse(text), bytes })
    }
    response.writeHead(browser ? status : 404).end()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const origin = `http://127.0.0.1:${port}`
  return {
    origin,
    allow: `127.0.0.1:${port}`,
    pushed,
    answer(now) {
      status = now
    },
    subscribe() {
      const path = `/push/${randomBytes(16).toString('base64url')}`
      const [ecdh, auth] = [createECDH('prime256v1'), randomBytes(16)]
      const p256dh = ecdh.generateKeys('base64url')
      browsers.set(path, { ecdh, auth })
      return { endpoint: origin + path, keys: { p256dh, auth: auth.toString('base64url') } }
    },
    async sender({ headers }, now) {
      const [, token = '', publicKey = ''] =
        /^vapid t=([\w.-]+), k=([\w-]+)$/.exec(headers.authorization ?? '') ?? []
      const point = Buffer.from(publicKey, 'base64url')
      const [x, y] = [point.subarray(1, 33), point.subarray(33)].map(part => part.toString('base64url'))
      const key = await importJWK({ kty: 'EC', crv: 'P-256', x: x!, y: y! }, 'ES256')
      const { payload } = await jwtVerify(token, key, {
        ...{ algorithms: ['ES256'], audience: origin, currentDate: now },
      })
      return { claims: payload, publicKey }
    },
    close: () => new Promise(resolve => server.close(() => resolve())),
  }
}

/** As a browser does it, after RFC 8188 and RFC 8291. */
function decrypted(bytes: Buffer, browser: ReturnType<typeof createECDH>, auth: Buffer): Buffer {
  const salt = bytes.subarray(0, 16)
  const sender = bytes.subarray(21, 21 + bytes[20]!)
  const record = bytes.subarray(21 + bytes[20]!)
  const derive = (secret: Uint8Array, from: Uint8Array, info: Uint8Array, length: number) =>
    Buffer.from(hkdfSync('sha256', secret, from, info, length))
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), browser.getPublicKey(), sender])
  const secret = derive(browser.computeSecret(sender), auth, info, 32)
  const key = derive(secret, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16)
  const nonce = derive(secret, salt, Buffer.from('Content-Encoding: nonce\0'), 12)
  const decipher = createDecipheriv('aes-128-gcm', key, nonce)
  decipher.setAuthTag(record.subarray(-16))
  const plain = Buffer.concat([decipher.update(record.subarray(0, -16)), decipher.final()])
  return plain.subarray(0, plain.lastIndexOf(2))
}
