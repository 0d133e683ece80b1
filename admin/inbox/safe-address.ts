/** An address that may be followed: a page of the web, relative to this server when it is no whole one; else nothing. */
export function safeAddress(text: string | null | undefined): string | undefined {
  if (!text || !URL.canParse(text, location.origin)) return undefined
  const url = new URL(text, location.origin)
  return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : undefined
}
