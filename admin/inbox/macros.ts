import { useQuery } from '@tanstack/react-query'
import type { Account } from '../../src/contract/accounts-api.ts'
import type { DeskConversation, Macro } from '../../src/contract/desk-api.ts'
import { call } from '../api/client.ts'
import { useMay } from '../shell/account.ts'

export const useMacros = () =>
  useQuery({
    queryKey: ['macros'],
    queryFn: async () => (await call<{ macros: Macro[] }>('macros')).macros,
    staleTime: 60_000,
    enabled: useMay('macro:read'),
  })

/** The names that may stand in the text of a macro. */
export const variables = [
  'contact.name',
  'contact.email',
  'member.name',
  'page.title',
  'page.url',
  'conversation.language',
] as const

/** A macro with what is known in the place of its variables; what is not known leaves a gap to be seen. */
export function filled(
  text: string,
  { line, page, conversation }: DeskConversation,
  account: Account,
): string {
  const word = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)
  const known: Record<(typeof variables)[number], string | undefined> = {
    'contact.name': word(line.contact?.name),
    'contact.email': word(line.contact?.email),
    'member.name': word(account.name),
    'page.title': word(page['title']),
    'page.url': word(page['url']),
    'conversation.language': word(conversation.language),
  }
  return text.replace(
    /\{\{\s*([\w.]+)\s*\}\}/g,
    (whole, name: string) => known[name as keyof typeof known] ?? whole,
  )
}
