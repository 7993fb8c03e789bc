import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

interface Received {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** A partner's server on this machine, which notes what it is told and answers as it is asked to. */
export interface WebhookPartner {
  readonly port: number
  readonly url: string
  readonly received: Received[]
  /** What the next requests are answered with; 204 at first. */
  answer: (response: ServerResponse, request: Received) => void
  close(): Promise<void>
}

/** Starts a partner on a free port of 127.0.0.1. */
export async function startWebhookPartner(): Promise<WebhookPartner> {
  const received: Received[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8')
      const told = { path: request.url ?? '', headers: request.headers, body }
      received.push(told)
      partner.answer(response, told)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // An address with a port: the server listens on one.
  const { port } = server.address() as AddressInfo
  const partner: WebhookPartner = {
    port,
    url: `http://127.0.0.1:${port}/hook`,
    received,
    answer: (response) => response.writeHead(204).end(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return partner
}
