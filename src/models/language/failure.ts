import { messageOf } from '../../kit/errors.ts'
import { type FetchFailure, fetchFailureOf } from '../../platform/fetch/failure.ts'
import type { ModelFailureCause } from '../ports.ts'

/** What keeps a model from being asked at all. */
export type Missing = 'no-key' | 'no-address' | 'address-refused'

/** A language model gave nothing usable; `cause` says why, in one of a closed set of names. */
export class ModelFailure extends Error {
  readonly reason: ModelFailureCause
  readonly model: string
  /** The provider's HTTP status, where there was one. */
  readonly status: number | undefined
  readonly missing: Missing | undefined

  constructor(
    model: string,
    reason: ModelFailureCause,
    detail: string,
    more: { status?: number; missing?: Missing } = {},
  ) {
    super(`${model}: ${reason} (${detail})`)
    this.name = 'ModelFailure'
    this.model = model
    this.reason = reason
    this.status = more.status
    this.missing = more.missing
  }
}

/** Whether the same model may well answer if asked once more. */
export function worthRetrying(reason: ModelFailureCause): boolean {
  return reason !== 'configuration' && reason !== 'refused' && reason !== 'too-long'
}

/**
 * Names the cause of what a provider library threw: by HTTP status where there was one, else by the kind of error.
 * Only the first line of the message is kept, cut short, since bodies of answers may hold anything.
 */
export function failureOf(model: string, error: unknown, timedOut: boolean): ModelFailure {
  if (error instanceof ModelFailure) return error
  const detail = (messageOf(error).split('\n')[0] ?? '').slice(0, 200)
  if (timedOut) return new ModelFailure(model, 'timeout', detail)
  // Before the status: a stream that broke in the middle is reported with one that nobody sent.
  if (/^JSON parsing failed|^Invalid JSON/.test(detail)) return new ModelFailure(model, 'malformed', detail)
  const { statusCode } = error as { statusCode?: number }
  if (typeof statusCode === 'number' && statusCode >= 300)
    return new ModelFailure(model, causeOfStatus(statusCode), `HTTP ${statusCode}`, { status: statusCode })
  return new ModelFailure(model, causeOfError(error), detail)
}

function causeOfStatus(status: number): ModelFailureCause {
  if (status === 429) return 'rate-limited'
  if (status === 408 || status === 504) return 'timeout'
  return status >= 500 ? 'server-error' : 'configuration'
}

/** What came of a request in our own client's words, where they are not a model's. */
const causesOfFetch: Partial<Record<FetchFailure, ModelFailureCause>> = {
  unreachable: 'unreachable',
  'name-unknown': 'unreachable',
  timeout: 'timeout',
  'cut-off': 'cut-stream',
  'too-large': 'malformed',
  'encoding-refused': 'malformed',
}

function causeOfError(error: unknown): ModelFailureCause {
  const chain = chainOf(error)
  const fetched = chain.map(fetchFailureOf).find(cause => cause !== undefined)
  // What is left of them are refusals: an address, a redirect or a scheme that the server may not ask.
  if (fetched) return causesOfFetch[fetched] ?? 'configuration'
  const names = chain
    .map(
      link =>
        `${(link as { name?: string } | null)?.name ?? ''} ${(link as { code?: string } | null)?.code ?? ''}`,
    )
    .join(' ')
  if (/ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ConnectTimeout|EHOSTUNREACH/.test(names)) return 'unreachable'
  if (/JSON|TypeValidation|NoObject|InvalidResponse|Parse/i.test(names)) return 'malformed'
  if (/NoOutput/.test(names)) return 'empty'
  if (/UND_ERR_SOCKET|ECONNRESET|\bterminated\b|Socket/i.test(`${names} ${messageOf(error)}`))
    return 'cut-stream'
  return 'server-error'
}

/** An error with what it came from, which libraries wrap more than once. */
function chainOf(error: unknown): unknown[] {
  const chain: unknown[] = []
  for (let link = error; link && chain.length < 6; link = (link as { cause?: unknown }).cause)
    chain.push(link)
  return chain
}
