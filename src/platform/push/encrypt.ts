import { createCipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto'

const CURVE = 'prime256v1'
const HEADER_BYTES = 16 + 4 + 1 + 65
const RECORD_BYTES = 4096
const TAG_BYTES = 16

/** What a message may have at most, in bytes: push services take 4,096 with everything around it. */
export const MOST_PUSH_BYTES = RECORD_BYTES - HEADER_BYTES - TAG_BYTES - 1

/** What only the browser and the server know: its public key (65 bytes) and a secret (16 bytes), in Base64url. */
export interface PushTarget {
  publicKey: string
  auth: string
}

/** Salt and private key of one message; given only by a test. */
export interface MessageKeys {
  salt: Uint8Array
  privateKey: Uint8Array
}

/**
 * Encrypts a message for one browser (RFC 8291, `aes128gcm`), so that the push service carries what it cannot read.
 * Throws for a public key that is no point of the curve.
 */
export function encryptPush(text: Uint8Array, target: PushTarget, keys?: MessageKeys): Uint8Array {
  const theirs = Buffer.from(target.publicKey, 'base64url')
  const ours = createECDH(CURVE)
  if (keys) ours.setPrivateKey(keys.privateKey)
  else ours.generateKeys()
  const salt = keys?.salt ?? randomBytes(16)
  const shared = ours.computeSecret(theirs)
  const both = Buffer.concat([Buffer.from('WebPush: info\0'), theirs, ours.getPublicKey()])
  const secret = derived(shared, Buffer.from(target.auth, 'base64url'), both, 32)
  const key = derived(secret, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16)
  const nonce = derived(secret, salt, Buffer.from('Content-Encoding: nonce\0'), 12)
  const cipher = createCipheriv('aes-128-gcm', key, nonce)
  // 2 ends the last record, which is the only one.
  const record = Buffer.concat([cipher.update(text), cipher.update(Buffer.of(2)), cipher.final()])
  return Buffer.concat([headerOf(salt, ours.getPublicKey()), record, cipher.getAuthTag()])
}

function headerOf(salt: Uint8Array, publicKey: Uint8Array): Buffer {
  const sizes = Buffer.alloc(5)
  sizes.writeUInt32BE(RECORD_BYTES)
  sizes.writeUInt8(publicKey.length, 4)
  return Buffer.concat([salt, sizes, publicKey])
}

const derived = (secret: Uint8Array, salt: Uint8Array, info: Uint8Array, bytes: number): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, salt, info, bytes))
