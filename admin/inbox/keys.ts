import type { TextKey } from '../texts/en.ts'

/** Keys of the inbox that press a button of the screen, by the name the button carries as `data-command`. */
export const commandKeys: readonly { key: string; command: string; text: TextKey }[] = [
  { key: 't', command: 'take-over', text: 'conversation.takeOver' },
  { key: 'a', command: 'assign', text: 'actions.assign' },
  { key: 'l', command: 'label', text: 'actions.label' },
  { key: 's', command: 'snooze', text: 'actions.snooze' },
  { key: 'e', command: 'resolve', text: 'conversation.resolve' },
  { key: 'c', command: 'copilot', text: 'copilot.title' },
  { key: 'm', command: 'more', text: 'actions.more' },
  { key: '/', command: 'search', text: 'inbox.search' },
]

/** Presses or focuses what carries the command. A command that is not on the screen cannot be done now. */
export function press(command: string): boolean {
  const found = document.querySelector<HTMLElement>(`[data-command="${CSS.escape(command)}"]:not(:disabled)`)
  if (!found) return false
  found.focus()
  if (found.tagName !== 'INPUT') found.click()
  return true
}

/** Goes to the line after (1) or before (-1) the one that is open. */
export function step(by: 1 | -1): void {
  const lines = [...document.querySelectorAll<HTMLElement>('.list .line')]
  const at = lines.findIndex(line => line.getAttribute('aria-current') === 'true')
  const next = lines[at < 0 ? 0 : at + by]
  next?.scrollIntoView({ block: 'nearest' })
  next?.click()
}

/** Whether keys are words just now: in a field, a menu or a dialog. */
export function isWriting(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.matches('input:not([type=checkbox]), textarea, select, [contenteditable]') ||
      target.closest('[role=dialog], [role=menu]') !== null)
  )
}
