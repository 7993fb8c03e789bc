import { isIP } from 'node:net'
import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context as HonoContext } from 'hono'
import type { ServerDeps } from './app-env.ts'

const LOOPBACK = /^(127\.|::1$|::ffff:127\.)/

/** Address of the peer; empty where there is no socket, as in tests that call the app directly. */
function peerAddress(c: HonoContext): string {
  const hasSocket = typeof c.env === 'object' && c.env !== null && 'incoming' in c.env
  return hasSocket ? (getConnInfo(c).remote.address ?? '') : ''
}

/**
 * Address of whoever asks. Behind a proxy on this machine it is the last one that the proxy noted; what
 * stands before it in `X-Forwarded-For` was written by the client and is worth nothing.
 */
export function remoteAddress(
  c: HonoContext,
  { publicUrl }: Pick<ServerDeps, 'publicUrl'>,
): string {
  const peer = peerAddress(c)
  if (publicUrl === undefined || !(peer === '' || LOOPBACK.test(peer))) return peer
  const noted = c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() ?? ''
  return isIP(noted) === 0 ? peer : noted
}
