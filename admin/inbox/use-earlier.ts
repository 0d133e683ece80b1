import { useQuery } from '@tanstack/react-query'
import type { ContactDetail } from '../../src/contract/contacts-api.ts'
import type { DeskConversation } from '../../src/contract/desk-api.ts'
import { call } from '../api/client.ts'
import { useMay } from '../shell/account.ts'

/** The contact of a conversation with all that is known of them. */
export function useContact({ line }: DeskConversation) {
  const may = useMay('contact:read')
  const id = line.contact?.id
  return useQuery({
    queryKey: ['contact', id],
    queryFn: () => call<ContactDetail>(`contacts/${id}`),
    enabled: may && id !== undefined,
    staleTime: 30_000,
  })
}

/** The other conversations of its contact, the newest first. */
export function useEarlier(shown: DeskConversation) {
  const contact = useContact(shown)
  return { ...contact, data: contact.data?.history.filter(({ id }) => id !== shown.conversation.id) }
}
