/** A link of a mail: what for, and the token behind the `#`. */
export interface MailedLink {
  kind: 'invite' | 'reset' | 'enter'
  token: string
}

const kinds = ['invite', 'reset', 'enter'] as const

/** The link by which this page was opened, if it was one. */
export function openedLink(): MailedLink | undefined {
  const screen = location.pathname.split('/').at(-1)
  const kind = kinds.find(one => one === screen)
  const token = location.hash.slice(1)
  return kind && token !== '' ? { kind, token } : undefined
}
