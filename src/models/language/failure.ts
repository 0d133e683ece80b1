import { messageOf } from '../../kit/errors.ts'
import type { ModelFailureCause } from '../ports.ts'

/** A language model gave nothing usable; `cause` says why, in one of a closed set of names. */
export class ModelFailure extends Error {
  readonly reason: ModelFailureCause
  readonly model: string
  /** Seconds the provider asked us to wait, where it did. */
  readonly retryAfter: number | undefined

  constructor(model: string, reason: ModelFailureCause, detail: string, retryAfter?: number) {
    super(`${model}: ${reason} (${detail})`)
    this.name = 'ModelFailure'
    this.model = model
    this.reason = reason
    this.retryAfter = retryAfter
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
  const { statusCode, responseHeaders } = error as {
    statusCode?: number
    responseHeaders?: Record<string, string>
  }
  if (typeof statusCode === 'number' && statusCode >= 300) {
    const wait = Number(responseHeaders?.['retry-after'])
    return new ModelFailure(
      model,
      causeOfStatus(statusCode),
      `HTTP ${statusCode}`,
      Number.isFinite(wait) ? wait : undefined,
    )
  }
  return new ModelFailure(model, causeOfError(error), detail)
}

function causeOfStatus(status: number): ModelFailureCause {
  if (status === 429) return 'rate-limited'
  if (status === 408 || status === 504) return 'timeout'
  return status >= 500 ? 'server-error' : 'configuration'
}

function causeOfError(error: unknown): ModelFailureCause {
  const chain = [error, (error as { cause?: unknown } | null)?.cause]
  const names = chain
    .map(
      link =>
        `${(link as { name?: string } | null)?.name ?? ''} ${(link as { code?: string } | null)?.code ?? ''}`,
    )
    .join(' ')
  if (/ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ConnectTimeout|EHOSTUNREACH/.test(names)) return 'unreachable'
  if (/UND_ERR_SOCKET|ECONNRESET|terminated|Socket/i.test(`${names} ${messageOf(error)}`)) return 'cut-stream'
  if (/JSON|TypeValidation|NoObject|InvalidResponse|Parse/i.test(names)) return 'malformed'
  return 'server-error'
}
