import { createHash } from 'node:crypto'

/** SHA-256 of a document's bytes, hex: what decides whether it changed. */
export function contentHashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
