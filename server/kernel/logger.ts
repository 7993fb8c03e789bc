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

/** One JSON object a line on standard output. Log text is English and says what and which id. */
export function createLogger(level: LogLevel, destination?: DestinationStream): Logger {
  const paths = PERSONAL.flatMap((name) => [name, `*.${name}`, `*.*.${name}`])
  const options = {
    level,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths, censor: '[removed]' },
  }
  return destination ? pino(options, destination) : pino(options)
}
