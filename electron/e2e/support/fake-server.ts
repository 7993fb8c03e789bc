import { type IncomingMessage, type ServerResponse, createServer } from 'node:http'
import type { SessionState } from '../../../server/modules/staff/staff.contract.ts'

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

/** Somebody is signed in who may do nothing: enough for the page to show the state of its server. */
const SESSION_STATE: SessionState = {
  firstRun: { isNeeded: false, needsToken: false },
  companyName: null,
  me: {
    adminUserId: 1,
    username: 'admin',
    displayName: '孙浩',
    permissions: [],
    roles: [],
    scope: 'all',
    storeIds: [],
    hasTotp: false,
  },
}

/** Answers to a batch of procedures, whose names the path lists. */
const answersTo = (path: string): unknown[] =>
  (path.split('?')[0] ?? '')
    .replace('/trpc/', '')
    .split(',')
    .map((name) => ({ result: { data: name === 'session.state' ? SESSION_STATE : {} } }))

/** Answers like a server of this protocol version, to which somebody has signed in. */
export const answerVersion =
  (versions: () => { protocol: number; protocolOldest: number }): Answer =>
  ({ url = '' }, response) => {
    const body =
      url === '/version'
        ? { product: 'member-desk', version: '9.9.9', ...versions() }
        : answersTo(url)
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(body))
  }
