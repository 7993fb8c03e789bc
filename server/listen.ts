import { createServer as createHttpServer, type Server } from 'node:http'
import { serve } from '@hono/node-server'
import type { Hono } from 'hono'
import type { AppEnv } from './http/app-env.ts'
import { AppError } from './kernel/app-error.ts'

const HEADERS_TIMEOUT_MS = 10_000
const REQUEST_TIMEOUT_MS = 60_000
const KEEP_ALIVE_MS = 65_000
const STOP_MS_MAX = 10_000
const SWEEP_MS = 50

export interface Listener {
  readonly port: number
  /** Takes no new requests, lets those under way finish (10 s at most), then closes the sockets. */
  stop(): Promise<void>
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const deadline = setTimeout(() => server.closeAllConnections(), STOP_MS_MAX)
    // A kept-alive connection becomes idle when its last answer is out, which may be after the call.
    const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS)
    server.close(() => {
      clearTimeout(deadline)
      clearInterval(sweep)
      resolve()
    })
  })
}

/**
 * Listens on an address; port 0 takes any free one.
 * @throws AppError PORT_IN_USE, CANNOT_LISTEN
 */
export function listen(
  app: Hono<AppEnv>,
  { host, port }: { host: string; port: number },
): Promise<Listener> {
  return new Promise((resolve, reject) => {
    const server = serve(
      {
        fetch: app.fetch,
        hostname: host,
        port,
        createServer: createHttpServer,
        serverOptions: {
          headersTimeout: HEADERS_TIMEOUT_MS,
          requestTimeout: REQUEST_TIMEOUT_MS,
          keepAliveTimeout: KEEP_ALIVE_MS,
        },
      },
      (info) => resolve({ port: info.port, stop: () => stop(server) }),
    ) as Server
    server.once('error', (error: NodeJS.ErrnoException) => {
      const { code } = error
      const refusal =
        code === 'EADDRINUSE'
          ? new AppError('PORT_IN_USE', { port }, { cause: error })
          : new AppError(
              'CANNOT_LISTEN',
              { host, port, reason: code ?? error.message },
              { cause: error },
            )
      reject(refusal)
    })
  })
}
