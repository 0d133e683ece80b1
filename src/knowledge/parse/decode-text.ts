/**
 * Bytes as text. In this order: byte order mark, charset of the `Content-Type` header, `<meta charset>` in the
 * first 1,024 bytes, UTF-8, and windows-1252 when the bytes are not UTF-8 (the order of the HTML standard).
 * UTF-7 and other encodings a browser does not know are read as UTF-8.
 */
export function decodeText(bytes: Uint8Array, mediaType?: string): string {
  const marked = byteOrderMark(bytes)
  if (marked) return new TextDecoder(marked).decode(bytes)
  for (const label of [charsetOf(mediaType ?? ''), metaCharset(bytes)]) {
    const decoder = label === undefined ? undefined : decoderFor(label)
    if (decoder) return decoder.decode(bytes)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

function byteOrderMark(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8'
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  return undefined
}

function charsetOf(header: string): string | undefined {
  return /charset\s{0,9}=\s{0,9}["']?([\w.:-]{1,40})/i.exec(header.slice(0, 1024))?.[1]
}

function metaCharset(bytes: Uint8Array): string | undefined {
  const head = new TextDecoder('windows-1252').decode(bytes.subarray(0, 1024))
  const at = head.search(/<meta\b/i)
  const label = at < 0 ? undefined : charsetOf(head.slice(at))
  // The standard: a page that could name itself in ASCII is not UTF-16.
  return label && /^utf-?16/i.test(label) ? 'utf-8' : label
}

function decoderFor(label: string): InstanceType<typeof TextDecoder> | undefined {
  try {
    return new TextDecoder(label)
  } catch {
    return undefined
  }
}
