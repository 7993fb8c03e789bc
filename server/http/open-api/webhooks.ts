import type { OpenAPIHono } from '@hono/zod-openapi'
import { z } from '@hono/zod-openapi'
import { EVENT_TYPES, type EventType } from '../../modules/outbox/outbox.contract.ts'
import { webhookBody } from '../../modules/webhooks/webhooks.contract.ts'
import type { PartnerEnv } from './partner-access.ts'

const SUMMARIES: Readonly<Record<EventType, string>> = {
  'member.registered': 'Somebody became a member',
  'member.updated': 'The profile of a member changed; ask for what it is now',
  'points.changed': 'An entry of the ledger: points given, taken, held or confirmed',
  'points.expiring': 'Points of a member that soon end',
}

/** What stands in the headers of every message (Standard Webhooks). */
const headers = z.object({
  'webhook-id': z.uuid().openapi({
    description:
      'Of the event: the same however often it is sent. Who keeps it does nothing twice.',
  }),
  'webhook-timestamp': z.string().openapi({
    description: 'Seconds since 1970 of this attempt. Refuse what is more than 5 minutes off.',
    example: '1773815160',
  }),
  'webhook-signature': z.string().openapi({
    description:
      'v1, and the base64 HMAC-SHA-256 of "webhook-id.webhook-timestamp.body". Several are separated by spaces; one that is right is enough.',
  }),
})

/** What of a partner's answers is looked at. */
const RESPONSES = {
  '2XX': { description: 'Taken' },
  410: { description: 'The address is given up: the endpoint is turned off' },
  default: { description: 'Not taken, and tried again; redirects too are not followed' },
}

/** Puts the messages that partners are sent into the document, one webhook a type of event. */
export function describeWebhooks(api: OpenAPIHono<PartnerEnv>): void {
  for (const type of EVENT_TYPES) {
    const content = { 'application/json': { schema: webhookBody(type) } }
    api.openAPIRegistry.registerWebhook({
      ...{ method: 'post', path: type, operationId: type, tags: ['Webhooks'] },
      summary: SUMMARIES[type],
      // Whoever is told checks who tells him; he asks for no key.
      security: [],
      request: { headers, body: { content, required: true } },
      responses: RESPONSES,
    })
  }
}
