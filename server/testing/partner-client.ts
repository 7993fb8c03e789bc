import { createHash, createHmac, randomUUID } from 'node:crypto'

/** A key as its owner keeps it. */
export interface PartnerKey {
  readonly keyId: string
  readonly secret: string
}

export interface PartnerRequest {
  readonly method: string
  readonly path: string
  readonly body?: unknown
  /** Of a write; a new one unless it is given. */
  readonly key?: string
  /** Headers put over those that are right. */
  readonly headers?: Record<string, string>
}

/** Headers and body of a signed request, made from the description of the API and not from its code. */
export function signed(
  { keyId, secret }: PartnerKey,
  { method, path, body, key, headers = {} }: PartnerRequest,
  nowMs: number,
) {
  const text = body === undefined ? '' : JSON.stringify(body)
  const [timestamp, nonce] = [String(Math.floor(nowMs / 1000)), randomUUID().replaceAll('-', '')]
  const lines = `${method}\n${path}\n${timestamp}\n${nonce}\n${createHash('sha256').update(text, 'utf8').digest('hex')}`
  return {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(method === 'POST' ? { 'idempotency-key': key ?? randomUUID() } : {}),
      ...{ 'x-key-id': keyId, 'x-timestamp': timestamp, 'x-nonce': nonce },
      'x-signature': createHmac('sha256', Buffer.from(secret, 'utf8')).update(lines).digest('hex'),
      ...headers,
    },
    ...(body === undefined ? {} : { body: text }),
  }
}
