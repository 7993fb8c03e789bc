import { createHash } from 'node:crypto'
import { signatureOf } from '../../modules/api-keys/api-keys.service.ts'
import { OPEN_API_PATH } from './problems.ts'

const BODY = '{"memberNo":"612345678903"}'
/** Made up for the page; no server knows it. */
const KEY = { keyId: 'mk_4Vn0pQ2xT7aL', secret: 'an-example-secret-that-opens-nothing-000000' }
const PARTS = {
  method: 'POST',
  path: `${OPEN_API_PATH}/members/find`,
  timestamp: '1773815160',
  nonce: 'c2f1d0a9b8e74f63',
}

/** One request with real numbers: who writes a client checks his own against them. */
export function workedExample() {
  const bodyHash = createHash('sha256').update(BODY).digest('hex')
  const { method, path, timestamp, nonce } = PARTS
  return {
    ...{ ...KEY, ...PARTS, body: BODY, bodyHash },
    text: [method, path, timestamp, nonce, bodyHash].join('\n'),
    signature: signatureOf(KEY.secret, { ...PARTS, body: new TextEncoder().encode(BODY) }),
  }
}
