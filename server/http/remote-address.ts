import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context as HonoContext } from 'hono'

/** Address of the peer; empty where there is no socket, as in tests that call the app directly. */
export function remoteAddress(c: HonoContext): string {
  const hasSocket = typeof c.env === 'object' && c.env !== null && 'incoming' in c.env
  return hasSocket ? (getConnInfo(c).remote.address ?? '') : ''
}
