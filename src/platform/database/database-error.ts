import { CarelineError } from '../../kit/errors.ts'

/**
 * What PostgreSQL refused, with its code and the constraint's name. Parameters and `detail` are left out on purpose:
 * they hold what visitors wrote, and errors end up in logs.
 */
export class DatabaseError extends Error {
  /** SQLSTATE, five characters (PostgreSQL manual, appendix A). */
  readonly code: string
  readonly constraint: string | undefined

  constructor(message: string, code: string, constraint: string | undefined) {
    super(message)
    this.name = 'DatabaseError'
    this.code = code
    this.constraint = constraint
  }
}

/** The plain parts of an error, as they travel from the worker thread. */
export interface ErrorParts {
  message: string
  code?: string | undefined
  constraint?: string | undefined
}

export function partsOf(error: unknown): ErrorParts {
  const { message, code, constraint } = error as Partial<ErrorParts>
  return { message: message ?? String(error), code, constraint }
}

/** Translates a driver's error once: refused by the database, or the database is not there (`unavailable`, worth a retry). */
export function toDatabaseError(error: unknown): Error {
  if (error instanceof CarelineError || error instanceof DatabaseError) return error
  const { message, code, constraint } = partsOf(error)
  // No SQLSTATE begins with E; EPIPE and its like are the system's.
  if (code && /^(?!E)[0-9A-Z]{5}$/.test(code) && !isGone(code))
    return new DatabaseError(withoutValue(message, code), code, constraint)
  return new CarelineError('unavailable', 'The database does not answer. Please try again shortly.', {
    cause: new Error(message),
  })
}

/** Class 22 (wrong data) quotes the value itself, e.g. `invalid input syntax for type integer: "..."`: only what precedes it is kept. */
function withoutValue(message: string, code: string): string {
  return code.startsWith('22') ? message.replace(/:?\s*".*$/s, '') : message
}

/**
 * Class 08 (connection), 57P0x (shutting down, crashed, starting up), 57014 (not done in time), 53xxx (out of
 * connections, disk or memory).
 */
function isGone(code: string): boolean {
  return code.startsWith('08') || code.startsWith('57P') || code === '57014' || code.startsWith('53')
}

/** Whether `error` is a unique violation, of the named constraint if one is given. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  return (
    error instanceof DatabaseError &&
    error.code === '23505' &&
    (constraint === undefined || error.constraint === constraint)
  )
}
