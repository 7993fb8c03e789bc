import { type IncomingMessage, type ServerResponse, createServer } from 'node:http'

export interface FakeServer {
  readonly url: string
  /** Path of every request, and what it showed of who sends it. */
  readonly requests: {
    readonly path: string
    readonly authorization?: string
    readonly cookie?: string
  }[]
  stop(): Promise<void>
}

export type Answer = (request: IncomingMessage, response: ServerResponse) => void

/** A server that answers as the test says; on loopback, on a free port. */
export async function startFakeServer(answer: Answer): Promise<FakeServer> {
  const requests: FakeServer['requests'] = []
  const server = createServer((request, response) => {
    const { authorization, cookie } = request.headers
    requests.push({
      path: request.url ?? '',
      ...(authorization === undefined ? {} : { authorization }),
      ...(cookie === undefined ? {} : { cookie }),
    })
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no TCP port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

/** Answers like a server of this protocol version, and every other path with an empty object. */
export const answerVersion =
  (versions: () => { protocol: number; protocolOldest: number }): Answer =>
  (request, response) => {
    const body =
      request.url === '/version'
        ? { product: 'member-desk', version: '9.9.9', ...versions() }
        : { result: { data: {} } }
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(body))
  }
