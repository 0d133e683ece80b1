import { type Logger, pino } from 'pino'

export type Log = Logger

/** Structured logs, one JSON object a line, with everything that may be a secret or a visitor's words cut out. */
export function createLog(level: string): Log {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: [
        'authorization',
        'token',
        'apiKey',
        'password',
        'text',
        'email',
        '*.authorization',
        '*.token',
        '*.apiKey',
        '*.text',
        '*.email',
      ],
      censor: '[redacted]',
    },
    serializers: { error: describeError, err: describeError },
  })
}

/** Name, code and message of an error; never its parameters, which may hold what a visitor wrote. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: String(error) }
  const code = (error as { code?: unknown }).code
  return {
    name: error.name,
    message: error.message,
    ...(code === undefined ? {} : { code }),
    stack: error.stack,
  }
}
