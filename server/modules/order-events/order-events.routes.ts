import {
  NOTHING,
  givenKey,
  partnerRoutes,
  read,
  write,
} from '../../http/open-api/partner-routes.ts'
import {
  orderEvent,
  orderEventAnswer,
  orderPoints,
  orderNoParams,
} from './order-events.contract.ts'
import { getOrderPoints, receivePartnerEvent } from './order-events.service.ts'

const tell = write({
  ...{ method: 'post', path: '/order-events', id: 'tellOrderEvent', tag: 'Orders' },
  summary:
    'Tell of a payment, shipment, completion or refund; what comes before its payment is kept (202)',
  ...{ scope: 'orders.write', params: NOTHING, body: orderEvent, answer: orderEventAnswer },
})
const order = read({
  ...{ method: 'get', path: '/orders/{orderNo}', id: 'getOrderPoints', tag: 'Orders' },
  summary: 'What an order of your source gave, used and took back, by line',
  ...{ scope: 'orders.write', params: orderNoParams, query: NOTHING, answer: orderPoints },
})

export const orderEventRoutes = partnerRoutes()
  .openapi(tell, async (c) => {
    const [event, partner] = [c.req.valid('json'), c.get('partner')]
    const given = c.req.header('idempotency-key')
    const key = givenKey(partner.apiKeyId, 'POST /order-events', { given, asked: event })
    const answer = await receivePartnerEvent(c.get('ctx'), event, { partner, key })
    return c.json(answer, answer.status === 'parked' ? 202 : 200)
  })
  .openapi(order, async (c) =>
    c.json(await getOrderPoints(c.get('ctx'), c.get('partner'), c.req.valid('param').orderNo), 200),
  )
