import type { Staff } from '../../accounts/index.ts'
import type { DeskConversation, InboxLine } from '../../contract/desk-api.ts'
import type { EventName } from '../../contract/events.ts'
import type { Right } from '../../contract/rights.ts'
import type { LoggedEvent } from '../../events/index.ts'

/** Whoever may know of a conversation does not thereby see what was said in it, who the contact is, or the notes. */
export function shownConversation(staff: Staff, whole: DeskConversation): DeskConversation {
  const [said, who] = [has(staff, 'message:read'), has(staff, 'contact:read')]
  const handoffs = has(staff, 'queue:read') ? whole.handoffs : []
  return {
    ...whole,
    line: shownLine(staff, whole.line),
    messages: said ? whole.messages : [],
    merged: said ? whole.merged : [],
    notes: has(staff, 'note:read') ? whole.notes : [],
    handoffs: handoffs.map(handoff => ({
      ...handoff,
      note: said ? handoff.note : null,
      email: who ? handoff.email : null,
      pack: said && who ? handoff.pack : null,
    })),
  }
}

/** A line of the inbox, as far as the rights go. */
export function shownLine(staff: Staff, line: InboxLine): InboxLine {
  return {
    ...line,
    contact: has(staff, 'contact:read') ? line.contact : null,
    lastMessage: has(staff, 'message:read') ? line.lastMessage : null,
    draftWaits: line.draftWaits && has(staff, 'draft:read'),
  }
}

/** What of an event holds words of a conversation, and the rights to see it. A pack tells who the contact is as well. */
const words: Partial<Record<EventName, { fields: readonly string[]; rights: readonly Right[] }>> = {
  'message.received': { fields: ['message'], rights: ['message:read'] },
  'message.sent': { fields: ['message'], rights: ['message:read'] },
  'answer.streamed': { fields: ['sentence', 'citations'], rights: ['message:read'] },
  'agent.handoff': { fields: ['pack'], rights: ['message:read', 'contact:read'] },
}

/** An event of the live stream, as far as the rights go: that something was said is told to all who may follow it. */
export function shownEvent(staff: Staff, { name, data }: Pick<LoggedEvent, 'name' | 'data'>): object {
  const { fields, rights } = words[name as EventName] ?? { fields: [], rights: [] }
  if (rights.every(right => has(staff, right))) return data as object
  return Object.fromEntries(Object.entries(data as object).filter(([field]) => !fields.includes(field)))
}

/** Whether a request's sender holds a right beside the one its route asks for. */
export const has = (staff: Staff, right: Right) => staff.kind === 'server' || staff.rights.has(right)
