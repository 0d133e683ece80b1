import { CarelineError, type ErrorCode } from '../../kit/errors.ts'

/** Why an outbound request was refused or came to nothing; `details.cause` of the CarelineError. */
export type FetchFailure =
  | 'invalid-url'
  | 'scheme-refused'
  | 'credentials-in-url'
  | 'port-refused'
  | 'name-refused'
  | 'address-refused'
  | 'name-unknown'
  | 'too-many-redirects'
  | 'redirect-refused'
  | 'too-large'
  | 'encoding-refused'
  | 'timeout'
  | 'unreachable'
  | 'cut-off'

const codes: Record<FetchFailure, ErrorCode> = {
  'invalid-url': 'invalid',
  'scheme-refused': 'forbidden',
  'credentials-in-url': 'forbidden',
  'port-refused': 'forbidden',
  'name-refused': 'forbidden',
  'address-refused': 'forbidden',
  'name-unknown': 'unavailable',
  'too-many-redirects': 'forbidden',
  'redirect-refused': 'forbidden',
  'too-large': 'invalid',
  'encoding-refused': 'invalid',
  timeout: 'unavailable',
  unreachable: 'unavailable',
  'cut-off': 'unavailable',
}

/** The error of an outbound request: a plain sentence, and the named cause as data. */
export function fetchFailure(cause: FetchFailure, message: string, error?: unknown): CarelineError {
  return new CarelineError(codes[cause], message, {
    details: { cause },
    ...(error === undefined ? {} : { cause: error }),
  })
}

/** The named cause of an error thrown by the guarded client, if it is one. */
export function fetchFailureOf(error: unknown): FetchFailure | undefined {
  const cause = error instanceof CarelineError ? error.details['cause'] : undefined
  return typeof cause === 'string' && cause in codes ? (cause as FetchFailure) : undefined
}
