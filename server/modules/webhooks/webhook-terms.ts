import { retryPlanOf } from '../outbox/outbox.service.ts'
import { writeMessage } from './webhook-message.ts'
import { SYSTEM_NET } from './webhook-net.ts'

/** What partners are promised of deliveries, for the documents that they read. */
export function webhookTerms() {
  const plan = retryPlanOf('webhook')
  const { attemptsMax } = plan
  return {
    timeoutSeconds: SYSTEM_NET.timeoutMs / 1_000,
    attemptsMax,
    delaysMs: Array.from({ length: attemptsMax - 1 }, (_, failed) => plan.delayMs(failed + 1)),
  }
}

/** Made up for the document; no endpoint has it. */
const SECRET = `whsec_${Buffer.from('an-example-secret-of-32-bytes-00').toString('base64')}`

/** A message with real numbers: who writes a receiver checks his own against them. */
export function exampleMessage(type: string, data: unknown) {
  const at = new Date(1_773_815_160_000)
  const id = '0192f0c1-3b7a-7c11-9f6e-2f3a5f0d9b11'
  const message = { id, type, occurredAt: at, data }
  const { body, headers } = writeMessage(message, { secrets: [SECRET], at })
  return { secret: SECRET, body, headers, text: `${id}.${headers['webhook-timestamp']}.${body}` }
}
