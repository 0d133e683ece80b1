/** The closed set of errors Careline throws on purpose. Each edge (HTTP, CLI, job retry) translates them once. */
export type ErrorCode = 'not-found' | 'forbidden' | 'invalid' | 'conflict' | 'rate-limited' | 'unavailable'

/** An error whose message is written for the person who reads it: what is wrong and what to do. */
export class CarelineError extends Error {
  readonly code: ErrorCode
  /**
   * Extra facts for the edge, e.g. `retryAfter` in seconds, `issues` of a validation, or the `type` of problem where a
   * program must tell it from others of its code. Never personal data.
   */
  readonly details: Readonly<Record<string, unknown>>

  constructor(
    code: ErrorCode,
    message: string,
    options: { cause?: unknown; details?: Record<string, unknown> } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'CarelineError'
    this.code = code
    this.details = options.details ?? {}
  }
}

/** The message of anything thrown, for logs and for `last_error` columns; never the whole object, which may hold customer text. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
