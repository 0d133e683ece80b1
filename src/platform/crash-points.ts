/**
 * Named places where a process may die, stall or fail, so that the fault harness can make it happen there.
 * In production no hook is set and a crash point costs one comparison.
 */
export type CrashPoint =
  | 'S01-request-read'
  | 'S02-validated'
  | 'S03-message-row-written'
  | 'S04-commit'
  | 'S05-ack-sent-to-client'
  | 'S06-event-published'
  | 'S07-job-claimed'
  | 'S08-retrieval-done'
  | 'S09-llm-request-sent'
  | 'S10-llm-first-token'
  | 'S13-answer-row-written'
  | 'S14-answer-commit'
  | 'S15-answer-pushed-to-client'

export type CrashPointHook = (point: CrashPoint) => void | Promise<void>

let hook: CrashPointHook | undefined

/** Test only: what to do at every crash point (stop, delay, throw or kill). `undefined` removes it. */
export function setCrashPointHook(next: CrashPointHook | undefined): void {
  hook = next
}

/** Marks that the process has reached `point`; a no-op unless a test set a hook. */
export async function crashPoint(point: CrashPoint): Promise<void> {
  if (hook) await hook(point)
}
