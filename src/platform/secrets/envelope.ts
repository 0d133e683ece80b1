import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { CarelineError } from '../../kit/errors.ts'

/** Where a secret is kept. It is bound to this place: the same bytes in another row or column do not open. */
export interface Place {
  /** Empty for what belongs to no workspace, such as an account. */
  workspaceId: string
  table: string
  row: string
  column: string
}

const VERSION = 'v1'
/** 96 bits, as NIST SP 800-38D section 8.2 wants of random nonces. */
const NONCE_BYTES = 12
const TAG_BYTES = 16

/**
 * Encrypts `text` with AES-256-GCM (NIST SP 800-38D) as `v1.<key id>.<nonce>.<ciphertext and tag>`, the last two in
 * base64url. The place and the key's id are the additional data.
 */
export function sealWith(key: { id: string; bytes: Uint8Array }, place: Place, text: string): string {
  const nonce = randomBytes(NONCE_BYTES)
  const sealed = encrypt(key.bytes, nonce, dataOf(place, key.id), Buffer.from(text, 'utf8'))
  return [VERSION, key.id, nonce.toString('base64url'), sealed.toString('base64url')].join('.')
}

/** The id of the key an envelope was sealed with. @throws CarelineError `invalid` when it is no envelope. */
export function keyIdOf(envelope: string): string {
  return partsOf(envelope).keyId
}

/**
 * Opens what `sealWith` made.
 * @throws CarelineError `invalid` when it is no envelope, or was altered, moved to another place, or sealed with another key.
 */
export function openWith(key: { id: string; bytes: Uint8Array }, place: Place, envelope: string): string {
  const { nonce, sealed } = partsOf(envelope)
  if (nonce.length !== NONCE_BYTES) throw broken()
  return decrypt(key.bytes, nonce, dataOf(place, key.id), sealed).toString('utf8')
}

/** AES-256-GCM: the ciphertext followed by its tag. */
export function encrypt(key: Uint8Array, nonce: Uint8Array, data: Uint8Array, text: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
  cipher.setAAD(data)
  return Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()])
}

/** The reverse. @throws CarelineError `invalid` when the tag does not fit or is cut. */
export function decrypt(key: Uint8Array, nonce: Uint8Array, data: Uint8Array, sealed: Uint8Array): Buffer {
  if (sealed.length < TAG_BYTES) throw broken()
  const split = sealed.length - TAG_BYTES
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
    decipher.setAAD(data)
    decipher.setAuthTag(sealed.subarray(split))
    return Buffer.concat([decipher.update(sealed.subarray(0, split)), decipher.final()])
  } catch {
    throw broken()
  }
}

function partsOf(envelope: string) {
  const [version, keyId, nonce, sealed, ...more] = envelope.split('.')
  if (version !== VERSION || !keyId || !nonce || !sealed || more.length > 0) throw broken()
  return { keyId, nonce: Buffer.from(nonce, 'base64url'), sealed: Buffer.from(sealed, 'base64url') }
}

/** As JSON, so that no two places have the same bytes. */
function dataOf({ workspaceId, table, row, column }: Place, keyId: string): Buffer {
  return Buffer.from(JSON.stringify([VERSION, keyId, workspaceId, table, row, column]))
}

const broken = () =>
  new CarelineError(
    'invalid',
    'A stored secret cannot be opened: it was altered, moved, or sealed with another key. Set it again.',
  )
