import { Agent, request } from 'node:http'
import { signed, type PartnerKey, type PartnerRequest } from '../testing/partner-client.ts'

/** An answer of the partner API; the body is as it came. */
export interface PartnerAnswer {
  readonly status: number
  readonly text: string
  /** When to come back, if it says so. */
  readonly retryAfter: string | undefined
}

/** Sends signed requests over connections that are kept. The address can change: a server that comes back. */
export class PartnerHttp {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 256 })
  readonly #key: PartnerKey
  address: string

  constructor(address: string, key: PartnerKey) {
    this.address = address
    this.#key = key
  }

  /** Rejects when there is no answer: nobody knows then whether it was done. */
  send(given: PartnerRequest): Promise<PartnerAnswer> {
    const { method, headers, body } = signed(this.#key, given, Date.now())
    return new Promise((resolve, reject) => {
      const sent = request(
        `${this.address}${given.path}`,
        { method, headers, agent: this.#agent, timeout: 60_000 },
        (answer) => {
          let text = ''
          answer.setEncoding('utf8')
          answer.on('data', (chunk: string) => (text += chunk))
          const retryAfter = answer.headers['retry-after']
          answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text, retryAfter }))
          answer.on('error', reject)
        },
      )
      sent.on('timeout', () => sent.destroy(new Error('no answer')))
      sent.on('error', reject)
      sent.end(body)
    })
  }

  close(): void {
    this.#agent.destroy()
  }
}
