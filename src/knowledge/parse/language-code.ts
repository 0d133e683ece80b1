/** `pt-BR`, `EN_us`, `deutsch` as ISO 639-1 (`pt`, `en`); `undefined` when it is no such tag. */
export function languageCode(tag: unknown): string | undefined {
  if (typeof tag !== 'string') return undefined
  const code = /^([a-z]{2,3})(?:[-_]|$)/i.exec(tag.trim())?.[1]?.toLowerCase()
  return code?.length === 2 ? code : undefined
}
