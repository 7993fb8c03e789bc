import { pino, stdTimeFunctions, type DestinationStream, type Logger as PinoLogger } from 'pino'

export type Logger = PinoLogger
export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

/**
 * Fields whose value never reaches a log, wherever they appear. Services log ids and codes only;
 * this is the second line of defence.
 */
const PERSONAL = [
  'mobile',
  'email',
  'realName',
  'password',
  'accessToken',
  'authorization',
  'cookie',
  'openid',
]

/** What of an error is logged: nothing that a driver hangs on it, such as connections or rows. */
function narrowError(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) }
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {}
  const cause = error.cause instanceof Error ? { cause: error.cause.message } : {}
  return { type: error.name, message: error.message, ...code, ...cause, stack: error.stack }
}

/** One JSON object a line on standard output. Log text is English and says what and which id. */
export function createLogger(level: LogLevel, destination?: DestinationStream): Logger {
  const paths = PERSONAL.flatMap((name) => [name, `*.${name}`, `*.*.${name}`])
  const options = {
    level,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: narrowError },
    redact: { paths, censor: '[removed]' },
  }
  return destination ? pino(options, destination) : pino(options)
}
