import { type Logger, type LoggerOptions, pino } from 'pino'

export type Log = Logger

/**
 * Structured logs, one JSON object a line, with everything that may be a secret or a visitor's words cut out. A server
 * logs to its standard output; a command, whose output is its result, to standard error.
 */
export function createLog(level: string, to: 'output' | 'error' = 'output'): Log {
  const options: LoggerOptions = {
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
  }
  return pino(options, pino.destination({ dest: to === 'error' ? 2 : 1, sync: true }))
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
