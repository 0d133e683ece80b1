import type { StatusChanges } from '../../conversations/index.ts'

/** What is done with a conversation in the same step as a message to its visitor. */
export function alsoOf(
  also: 'nothing' | 'resolve' | 'snooze',
  until: string | undefined,
): { also?: StatusChanges } {
  if (also === 'nothing') return {}
  if (also === 'resolve') return { also: { status: 'resolved' } }
  return { also: { status: 'snoozed', snoozedUntil: until ? new Date(until) : null } }
}
