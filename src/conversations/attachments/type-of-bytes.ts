import { isUtf8 } from 'node:buffer'
import type { AttachmentType } from '../../contract/conversation.ts'
import { readImageSize } from '../../platform/images/image-size.ts'

/** What a file is by its bytes; its name and what a browser says of it count for nothing. */
export function typeOfBytes(bytes: Uint8Array): AttachmentType | undefined {
  const image = readImageSize(bytes)
  if (image) return image.type
  if (Buffer.from(bytes.subarray(0, 5)).toString('latin1') === '%PDF-') return 'application/pdf'
  return isText(bytes) ? 'text/plain' : undefined
}

/** UTF-8 without the control characters that no text holds. */
function isText(bytes: Uint8Array): boolean {
  if (!isUtf8(bytes)) return false
  return bytes.every(byte => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0c || byte === 0x0d)
}
