import { DriverAdapterError } from '@prisma/driver-adapter-utils'

/** Connection exceptions, and a server that is stopping, stopped, or not yet back (class 57P). */
const LOST_STATES = /^(?:08\w{3}|57P0[1-5])$/
const SOCKET_CODES = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTCONN'],
  ...['EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN'],
])
/** What `pg` and its pool say in words only, without a code. */
const LOST_WORDS =
  /^(?:Connection terminated|Client has encountered a connection error|Client was closed|Cannot use a pool after)/
/** The pool had no connection to spare in time. */
const CROWDED_WORDS = /^timeout exceeded when trying to connect/

function stateOf(error: Error): string | undefined {
  if (error instanceof DriverAdapterError) {
    const { cause } = error
    // Prisma's name for it says that the database was busy, so that nothing was written: nobody knows.
    if (cause.kind === 'SocketTimeout') return 'ETIMEDOUT'
    return cause.kind === 'postgres' ? cause.code : undefined
  }
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

/**
 * An error of a lost connection in the one form that the client knows (P1017), whichever of its many it came in;
 * Prisma's adapter knows some. Any other error passes.
 */
export function toAdapterError(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const state = stateOf(error) ?? ''
  const isLost = LOST_STATES.test(state) || SOCKET_CODES.has(state)
  const original = { originalCode: state, originalMessage: error.message }
  if (isLost || LOST_WORDS.test(error.message)) {
    return new DriverAdapterError({ kind: 'ConnectionClosed', ...original })
  }
  if (CROWDED_WORDS.test(error.message)) {
    return new DriverAdapterError({ kind: 'SocketTimeout', ...original })
  }
  return error
}
