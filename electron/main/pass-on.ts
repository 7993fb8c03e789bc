import type { Fetch } from './handshake.ts'
import { type Logger, type ServerTarget, addressOf } from './server-link.ts'
import type { SessionJar } from './session-jar.ts'
import { reasonOf } from './shell-problem.ts'

const HEADERS_TIMEOUT_MS = 60_000

/** RFC 9110 §7.6.1: they concern one connection, and there are two here. */
const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]

/**
 * Also left out: what speaks of the page's own origin, which no server knows; cookies and
 * `authorization`, which only the shell sets; and lengths, which are counted anew.
 */
const REQUEST_DROPPED = new Set([
  ...HOP_BY_HOP,
  'authorization',
  'content-length',
  'cookie',
  'host',
  'origin',
  'referer',
])
/** The body arrives here decoded, so its encoding and length no longer hold. */
const RESPONSE_DROPPED = new Set([
  ...HOP_BY_HOP,
  'content-encoding',
  'content-length',
  'set-cookie',
  'set-cookie2',
  'www-authenticate',
])

/** Headers without those dropped, and without those that the connection itself declares private. */
function keepHeaders(source: Headers, dropped: ReadonlySet<string>): Headers {
  const named = (source.get('connection') ?? '').split(',').map((name) => name.trim().toLowerCase())
  const kept = new Headers()
  source.forEach((value, name) => {
    if (!dropped.has(name) && !named.includes(name) && !name.startsWith('sec-')) {
      kept.append(name, value)
    }
  })
  return kept
}

/** What the server gets: the page's headers that concern it, and what only the shell knows. */
export function requestHeaders(
  source: Headers,
  secrets: { readonly launchToken?: string | undefined; readonly cookie?: string | undefined },
): Headers {
  const { launchToken, cookie } = secrets
  const headers = keepHeaders(source, REQUEST_DROPPED)
  if (launchToken !== undefined) headers.set('authorization', `Bearer ${launchToken}`)
  if (cookie !== undefined) headers.set('cookie', cookie)
  return headers
}

/** What the page gets of the server's headers. */
export const responseHeaders = (source: Headers): Headers => keepHeaders(source, RESPONSE_DROPPED)

/**
 * The shell's own answer when no server can give one, in the shape of a tRPC error, so that the page's
 * client reads it like any other. `SERVER_NOT_READY` while there is no server, `SERVER_GONE` when it
 * was lost during the request.
 */
export function noServerResponse(code: 'SERVER_NOT_READY' | 'SERVER_GONE'): Response {
  const message = code === 'SERVER_NOT_READY' ? 'The server is not ready.' : 'The server is gone.'
  const httpStatus = code === 'SERVER_NOT_READY' ? 503 : 502
  const app = { code, params: {}, message, requestId: '' }
  const data = { code: 'SERVICE_UNAVAILABLE', httpStatus, app }
  // -32603 is JSON-RPC's "internal error", which tRPC uses for all of its 5xx.
  return Response.json(
    { error: { message, code: -32603, data } },
    { status: httpStatus, headers: { 'cache-control': 'no-store', 'retry-after': '1' } },
  )
}

export interface PassOnOptions {
  readonly fetch: Fetch
  readonly target: () => ServerTarget | undefined
  readonly jar: Pick<SessionJar, 'cookieFor' | 'note'>
  readonly noteFailure: () => void
  readonly log: Logger
}

/**
 * Runs out when nothing has moved for a while: each piece of the body that goes out begins it anew, as a
 * server answers a large file only once it has all of it.
 */
function startPatience() {
  const ended = new AbortController()
  const giveUp = () => ended.abort(new Error('no answer'))
  let timer = setTimeout(giveUp, HEADERS_TIMEOUT_MS)
  const stop = () => clearTimeout(timer)
  const watch = (body: ReadableStream<Uint8Array>) =>
    body.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform(piece, out) {
          stop()
          timer = setTimeout(giveUp, HEADERS_TIMEOUT_MS)
          out.enqueue(piece)
        },
      }),
    )
  return { signal: ended.signal, watch, stop }
}

/** Streams a request of the page to the server and its answer back; the session's cookie stays here. */
export async function passOn(request: Request, options: PassOnOptions): Promise<Response> {
  const { jar } = options
  const target = options.target()
  if (target === undefined) return noServerResponse('SERVER_NOT_READY')
  const address = addressOf(target)
  const { launchToken } = target
  const { pathname, search } = new URL(request.url)
  const patience = startPatience()
  const init = {
    method: request.method,
    headers: requestHeaders(request.headers, { launchToken, cookie: jar.cookieFor(address) }),
    body: request.body && patience.watch(request.body),
    // Without it Node refuses a body that is a stream; the type of RequestInit doesn't know it.
    duplex: 'half',
    redirect: 'error',
    credentials: 'omit',
    cache: 'no-store',
    signal: patience.signal,
  } satisfies RequestInit & { duplex: 'half' }
  try {
    const answer = await options.fetch(target.baseUrl + pathname + search, init)
    jar.note(address, answer.headers)
    const { status, statusText } = answer
    return new Response(answer.body, {
      status,
      statusText,
      headers: responseHeaders(answer.headers),
    })
  } catch (error) {
    options.log.warn(`${request.method} ${pathname} not answered:`, reasonOf(error))
    options.noteFailure()
    return noServerResponse('SERVER_GONE')
  } finally {
    patience.stop()
  }
}
