import { errorText } from './contract/errors.ts'
import { ConfigError } from './config.ts'
import { AppError } from './kernel/app-error.ts'

/** Last words of a program that cannot go on: what is wrong and how to mend it, then exit 1. */
export function reportFailure(error: unknown): never {
  process.stderr.write(`${describeFailure(error)}\n`)
  process.exit(1)
}

/** A refusal in both languages, settings one a line, anything else with its stack. */
export function describeFailure(error: unknown): string {
  if (error instanceof ConfigError) return `设置有误 / Settings to mend:\n${error.message}`
  if (error instanceof AppError) {
    const cause = error.cause instanceof Error ? `\n  ${error.cause.message}` : ''
    return `${errorText(error.code, 'zh', error.params)}\n${errorText(error.code, 'en', error.params)}\n  ${error.code}${cause}`
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
