import type { AttachmentType } from '../../contract/conversation.ts'
import { cleanText } from '../text.ts'

const endings: Readonly<Record<AttachmentType, readonly string[]>> = {
  'image/jpeg': ['.jpg', '.jpeg'],
  'image/png': ['.png'],
  'image/webp': ['.webp'],
  'application/pdf': ['.pdf'],
  'text/plain': ['.txt', '.log', '.csv', '.md'],
}
const MOST_LETTERS = 120

/**
 * A name to show and to save under: one line, no path, nothing that turns the reading direction, and an ending that
 * says what the bytes are, so that text called `bill.html` is not opened as a page.
 */
export function safeName(name: string, type: AttachmentType): string {
  const last = cleanText(name).split(/[/\\]/).at(-1) ?? ''
  const line = last
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/^[\s.]+|[\s.]+$/g, '')
  const ending = endings[type].find(one => line.toLowerCase().endsWith(one))
  const stem = ending ? line.slice(0, -ending.length) : line
  return `${[...stem].slice(0, MOST_LETTERS).join('') || 'file'}${ending ?? endings[type][0]}`
}
