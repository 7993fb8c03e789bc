import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { isIPv4 } from 'node:net'
import type { Readable } from 'node:stream'
import axios from 'axios'
import type { ErrorCode } from '../../contract/errors.ts'
import type { Ctx } from '../../db/context.ts'
import { AppError } from '../../kernel/app-error.ts'
import { nowMs } from '../../kernel/clock.ts'
import { checkedAddresses, type WebhookNet } from './webhook-net.ts'
import { excerptOf, writeMessage, type WebhookMessage } from './webhook-message.ts'

/** More of an answer is not read. */
const ANSWER_BYTES_MAX = 2_048

/** How an attempt ended. */
export interface Sent {
  readonly at: Date
  /** Of the answer; null where there was none. */
  readonly status: number | null
  /** Null where the partner took it. */
  readonly error: ErrorCode | null
  readonly durationMs: number
  readonly excerpt: string
}

/** The beginning of an answer; the rest is dropped with its connection. */
async function readBeginning(stream: Readable): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk as Uint8Array)
    chunks.push(bytes)
    length += bytes.length
    if (length >= ANSWER_BYTES_MAX) break
  }
  return Buffer.concat(chunks).subarray(0, ANSWER_BYTES_MAX).toString('utf8')
}

interface Request {
  readonly url: string
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
}

/** Posts to one of the addresses and nowhere else: no redirect, no proxy, no other look-up of the name. */
async function post(
  { url, body, headers }: Request,
  addresses: readonly string[],
  timeoutMs: number,
): Promise<{ status: number; text: string }> {
  const entries = addresses.map((address) => {
    const family: 4 | 6 = isIPv4(address) ? 4 : 6
    return { address, family }
  })
  const answer = await axios.post<Readable>(url, body, {
    adapter: 'http',
    headers: { ...headers, 'user-agent': 'MemberDesk-Webhooks/1' },
    // A connection that stays open would be used again without a look at its address.
    httpAgent: new HttpAgent({ keepAlive: false }),
    httpsAgent: new HttpsAgent({ keepAlive: false }),
    lookup: (_host, _options, callback) => callback(null, entries),
    maxRedirects: 0,
    proxy: false,
    responseType: 'stream',
    signal: AbortSignal.timeout(timeoutMs),
    timeout: timeoutMs,
    transformRequest: [(text: string) => text],
    validateStatus: () => true,
  })
  return { status: answer.status, text: await readBeginning(answer.data) }
}

function errorOfStatus(status: number): ErrorCode | null {
  if (status >= 200 && status < 300) return null
  return status === 410 ? 'WEBHOOK_GONE' : 'WEBHOOK_REFUSED'
}

/** What went wrong before there was an answer, or while it was read. */
function errorOf(error: unknown): ErrorCode {
  if (error instanceof AppError) return error.code
  if (axios.isCancel(error)) return 'TIMEOUT'
  return axios.isAxiosError(error) && /^(ECONNABORTED|ETIMEDOUT)$/.test(error.code ?? '')
    ? 'TIMEOUT'
    : 'WEBHOOK_UNREACHABLE'
}

/** Sends a message once and says how that ended; it does not throw. */
export async function sendWebhook(
  ctx: Ctx,
  { url, secrets, message }: { url: string; secrets: readonly string[]; message: WebhookMessage },
  net: WebhookNet,
): Promise<Sent> {
  const at = ctx.clock.now()
  const ended = () => ({ at, durationMs: Math.max(0, nowMs(ctx.clock) - at.getTime()) })
  try {
    const addresses = await checkedAddresses(ctx, url, net)
    const request = { url, ...writeMessage(message, { secrets, at }) }
    const { status, text } = await post(request, addresses, net.timeoutMs)
    return { ...ended(), status, error: errorOfStatus(status), excerpt: excerptOf(text) }
  } catch (error) {
    ctx.log.warn({ err: error }, 'webhook was not sent')
    return { ...ended(), status: null, error: errorOf(error), excerpt: '' }
  }
}
