import type { ShellErrorCode, ShellProblem } from '../ipc-contract.ts'

/** English sentences for log and details; the page has its own, in both languages, by code. */
const MESSAGES: Readonly<Record<ShellErrorCode, string>> = {
  SERVER_START_TIMEOUT: 'The embedded server did not answer within {timeoutSeconds} s.',
  SERVER_CRASHED: 'The embedded server ended by itself (exit code {exitCode}).',
  SERVER_MISSING: 'The embedded server {file} cannot be started: {reason}',
  KEYCHAIN_UNAVAILABLE: 'The system offers no keychain to encrypt with ({backend}).',
  DATA_KEY_UNREADABLE: 'The data key {file} cannot be decrypted and was left as it is: {reason}',
  DATA_KEY_MISSING: 'The database {database} exists, but its key {file} does not.',
  STORAGE_FAILED: 'The file {file} cannot be read or written: {reason}',
  SETTINGS_BROKEN: 'The settings were damaged and put aside as {file}.',
  URL_INVALID: 'Not an address of the form https://host[:port][/path].',
  URL_INSECURE: 'Plain http is accepted for this computer only; use https.',
  REMOTE_UNREACHABLE: 'No answer from {url}: {reason}',
  REMOTE_NOT_MEMBER_DESK: 'What answers at {url} is not a Member Desk server: {reason}',
  REMOTE_CLIENT_TOO_OLD: 'The server {version} needs a newer desktop app.',
  REMOTE_SERVER_TOO_OLD: 'The desktop app needs a newer server than {version}.',
}

/** Builds the problem that is shown, logged and handed to the page. */
export function shellProblem(
  code: ShellErrorCode,
  params: ShellProblem['params'] = {},
): ShellProblem {
  const message = MESSAGES[code].replace(/\{(\w+)\}/g, (whole, name: string) =>
    String(params[name] ?? whole),
  )
  return { code, params, message }
}

/** An expected refusal of the shell on its way to whoever shows it. */
export class ShellError extends Error {
  readonly problem: ShellProblem

  constructor(problem: ShellProblem, cause?: unknown) {
    super(problem.message, { cause })
    this.name = 'ShellError'
    this.problem = problem
  }
}

/** One line for people out of whatever was thrown. */
export const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error)
