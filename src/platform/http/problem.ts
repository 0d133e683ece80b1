import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { CarelineError, type ErrorCode } from '../../kit/errors.ts'

/** One field of a request that is wrong. */
export interface FieldProblem {
  path: string
  message: string
}

const statuses = {
  'not-found': [404, 'Not found'],
  forbidden: [403, 'Forbidden'],
  invalid: [422, 'Invalid request'],
  conflict: [409, 'Conflict'],
  'rate-limited': [429, 'Too many requests'],
  unavailable: [503, 'Unavailable'],
} as const satisfies Record<ErrorCode, readonly [number, string]>

/** Answers with problem details (RFC 9457). `type` is a stable path below `/problems/`. */
export function problem(
  c: Context,
  status: number,
  title: string,
  detail: string,
  extra: { errors?: FieldProblem[]; type?: string; headers?: Record<string, string> } = {},
): Response {
  const body = {
    type: `/problems/${extra.type ?? title.toLowerCase().replaceAll(' ', '-')}`,
    title,
    status,
    detail,
    ...(extra.errors ? { errors: extra.errors } : {}),
  }
  return c.body(JSON.stringify(body), status as 400, {
    'Content-Type': 'application/problem+json',
    ...extra.headers,
  })
}

/** The one translation of anything thrown into HTTP. What nobody foresaw becomes a 500 that tells nothing of its inside. */
export function problemOf(c: Context, error: unknown, report: (error: unknown) => void): Response {
  if (error instanceof CarelineError) return ofCareline(c, error)
  if (error instanceof HTTPException) {
    if (error.status === 413) return tooLarge(c)
    if (error.status === 415)
      return problem(c, 415, 'Unsupported media type', 'Send the body as application/json.')
    if (error.status < 500)
      return problem(c, error.status, 'Bad request', `${error.message || 'The request could not be read'}.`)
  }
  report(error)
  return problem(
    c,
    500,
    'Internal error',
    'Something went wrong on our side. Nothing you sent before is lost; please try again.',
  )
}

export function tooLarge(c: Context): Response {
  return problem(c, 413, 'Content too large', 'The request body is larger than this route takes.')
}

function ofCareline(c: Context, error: CarelineError): Response {
  const [status, title] =
    error.details['status'] === 401 ? ([401, 'Unauthorized'] as const) : statuses[error.code]
  const headers: Record<string, string> = {}
  const retryAfter = error.details['retryAfter']
  if (typeof retryAfter === 'number') headers['Retry-After'] = String(Math.max(1, Math.ceil(retryAfter)))
  else if (error.code === 'unavailable') headers['Retry-After'] = '2'
  const { errors, type } = error.details
  return problem(c, status, title, error.message, {
    type: typeof type === 'string' ? type : status === 401 ? 'unauthorized' : error.code,
    headers,
    ...(Array.isArray(errors) ? { errors: errors as FieldProblem[] } : {}),
  })
}
