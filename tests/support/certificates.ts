import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { isIP } from 'node:net'

/** An authority made for one test, and what it issues. openssl is not on every machine, so the DER is written here. */
export interface TestAuthority {
  /** To be trusted by the client under test: PEM. */
  certificate: string
  /** Key and certificate of a server that may call itself by these names and addresses. */
  issue(names: readonly string[]): { key: string; cert: string }
}

/** A certificate authority on P-256 that signs for a day before and a day after now. */
export function createTestAuthority(): TestAuthority {
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const issuer = distinguishedName('Careline test authority')
  const certificate = certificateOf({
    subject: issuer,
    issuer,
    publicKey: keys.publicKey,
    signer: keys.privateKey,
    extensions: [
      extension('2.5.29.19', true, sequence(tagged(0x01, Buffer.from([0xff])))),
      extension('2.5.29.15', true, bits([0x06], 1)),
    ],
  })
  return {
    certificate,
    issue(names) {
      const own = generateKeyPairSync('ec', { namedCurve: 'P-256' })
      const cert = certificateOf({
        subject: distinguishedName(names[0] ?? 'nobody'),
        issuer,
        publicKey: own.publicKey,
        signer: keys.privateKey,
        extensions: [extension('2.5.29.17', false, sequence(...names.map(alternativeName)))],
      })
      return { key: pemOfKey(own.privateKey), cert }
    },
  }
}

interface CertificateParts {
  subject: Buffer
  issuer: Buffer
  publicKey: KeyObject
  signer: KeyObject
  extensions: Buffer[]
}

const ECDSA_WITH_SHA256 = sequence(objectId('1.2.840.10045.4.3.2'))
const DAY = 86_400_000

/** X.509 version 3 (RFC 5280, section 4.1), as PEM. */
function certificateOf({ subject, issuer, publicKey, signer, extensions }: CertificateParts): string {
  const serial = Buffer.concat([Buffer.from([0x01]), randomBytes(8)])
  const signed = sequence(
    tagged(0xa0, tagged(0x02, Buffer.from([2]))),
    tagged(0x02, serial),
    ECDSA_WITH_SHA256,
    issuer,
    sequence(time(Date.now() - DAY), time(Date.now() + DAY)),
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(...extensions)),
  )
  const signature = sign('sha256', signed, signer)
  return pem('CERTIFICATE', sequence(signed, ECDSA_WITH_SHA256, bits([...signature], 0)))
}

function tagged(tag: number, ...content: Buffer[]): Buffer {
  const body = Buffer.concat(content)
  const { length } = body
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255]
  return Buffer.concat([Buffer.from([tag, ...size]), body])
}

function sequence(...content: Buffer[]): Buffer {
  return tagged(0x30, ...content)
}

function bits(bytes: readonly number[], unused: number): Buffer {
  return tagged(0x03, Buffer.from([unused, ...bytes]))
}

function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const base128 = (value: number): number[] =>
    value < 128 ? [value] : [...base128(value >> 7).map(byte => byte | 128), value & 127]
  return tagged(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]))
}

function distinguishedName(commonName: string): Buffer {
  return sequence(tagged(0x31, sequence(objectId('2.5.4.3'), tagged(0x0c, Buffer.from(commonName)))))
}

function extension(id: string, critical: boolean, value: Buffer): Buffer {
  const flag = critical ? [tagged(0x01, Buffer.from([0xff]))] : []
  return sequence(objectId(id), ...flag, tagged(0x04, value))
}

function alternativeName(name: string): Buffer {
  return isIP(name) === 4
    ? tagged(0x87, Buffer.from(name.split('.').map(Number)))
    : tagged(0x82, Buffer.from(name))
}

function time(at: number): Buffer {
  const digits = new Date(at).toISOString().replace(/\D/g, '').slice(0, 14)
  return tagged(0x18, Buffer.from(`${digits}Z`))
}

function pemOfKey(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString()
}

function pem(label: string, der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`
}
