import {
  ask,
  givenKey,
  NOTHING,
  partnerRoutes,
  read,
  write,
} from '../../http/open-api/partner-routes.ts'
import type { PartnerEnv } from '../../http/open-api/partner-access.ts'
import type { Context } from 'hono'
import {
  basket,
  commandAnswer,
  earnRequest,
  entriesPage,
  entriesQuery,
  entryParams,
  holdAnswer,
  holdParams,
  holdRequest,
  holdState,
  memberPoints,
  memberUid,
  quote,
  reverseRequest,
  settleRequest,
  spendRequest,
} from './partner-points.contract.ts'
import {
  earnForPartner,
  endHold,
  getHold,
  getMemberPoints,
  holdForOrder,
  listPartnerEntries,
  quoteBasket,
  reverseForPartner,
  spendForPartner,
} from './points.service.ts'

const [points, orders] = ['Points', 'Orders']

const balance = read({
  ...{ method: 'get', path: '/members/{uid}/points', id: 'getMemberPoints', tag: points },
  summary: "A member's points, and what can be used until when",
  ...{ scope: 'points.read', params: memberUid, query: NOTHING, answer: memberPoints },
})
const entries = read({
  ...{ method: 'get', path: '/members/{uid}/points/entries', id: 'listPointEntries', tag: points },
  summary: 'What changed the points of a member, newest first',
  ...{ scope: 'points.read', params: memberUid, query: entriesQuery, answer: entriesPage },
})
const earn = write({
  ...{ method: 'post', path: '/members/{uid}/points/earn', id: 'earnPoints', tag: points },
  summary: 'Give points for what your system rewards',
  ...{ scope: 'points.write', params: memberUid, body: earnRequest, answer: commandAnswer },
})
const spend = write({
  ...{ method: 'post', path: '/members/{uid}/points/spend', id: 'spendPoints', tag: points },
  summary: 'Take points for what a member gets from your system',
  ...{ scope: 'points.write', params: memberUid, body: spendRequest, answer: commandAnswer },
})
const reverse = write({
  method: 'post',
  path: '/members/{uid}/points/entries/{entryId}/reverse',
  ...{ id: 'reversePointEntry', tag: points },
  summary: 'Take back what such an entry gave or took, in part or whole',
  ...{ scope: 'points.write', params: entryParams, body: reverseRequest, answer: commandAnswer },
})
const quoteOf = ask({
  ...{ method: 'post', path: '/quotes', id: 'quoteBasket', tag: orders },
  summary: 'What a basket can take of the points of a member, and what it will give',
  ...{ scope: 'points.read', params: NOTHING, body: basket, answer: quote },
})
const hold = write({
  ...{ method: 'post', path: '/holds', id: 'holdPoints', tag: orders },
  summary: 'Set points aside for an order until it is paid',
  ...{ scope: 'points.write', params: NOTHING, body: holdRequest, answer: holdAnswer },
})
const holdOf = read({
  ...{ method: 'get', path: '/holds/{holdId}', id: 'getHold', tag: orders },
  summary: 'Where a hold stands',
  ...{ scope: 'points.read', params: holdParams, query: NOTHING, answer: holdState },
})
const release = write({
  ...{ method: 'post', path: '/holds/{holdId}/release', id: 'releaseHold', tag: orders },
  summary: 'Let a hold go: the order is not paid',
  ...{ scope: 'points.write', params: holdParams, body: NOTHING, answer: commandAnswer },
})
const settle = write({
  ...{ method: 'post', path: '/holds/{holdId}/settle', id: 'settleHold', tag: orders },
  summary: 'Take what was set aside, where no order event does',
  ...{ scope: 'points.write', params: holdParams, body: settleRequest, answer: commandAnswer },
})

/** Who gives a command by this request. */
function callerOf(c: Context<PartnerEnv>, asked: unknown) {
  const { apiKeyId, storeId } = c.get('partner')
  const route = `${c.req.method} ${c.req.path}`
  const key = givenKey(apiKeyId, route, { given: c.req.header('idempotency-key'), asked })
  return { key, storeId }
}

export const pointRoutes = partnerRoutes()
  .openapi(balance, async (c) =>
    c.json(await getMemberPoints(c.get('ctx'), c.req.valid('param').uid), 200),
  )
  .openapi(entries, async (c) =>
    c.json(
      await listPartnerEntries(c.get('ctx'), c.req.valid('param').uid, c.req.valid('query')),
      200,
    ),
  )
  .openapi(earn, async (c) => {
    const [{ uid }, asked] = [c.req.valid('param'), c.req.valid('json')]
    return c.json(await earnForPartner(c.get('ctx'), uid, asked, callerOf(c, asked)), 200)
  })
  .openapi(spend, async (c) => {
    const [{ uid }, asked] = [c.req.valid('param'), c.req.valid('json')]
    return c.json(await spendForPartner(c.get('ctx'), uid, asked, callerOf(c, asked)), 200)
  })
  .openapi(reverse, async (c) => {
    const [entry, asked] = [c.req.valid('param'), c.req.valid('json')]
    return c.json(await reverseForPartner(c.get('ctx'), entry, asked, callerOf(c, asked)), 200)
  })
  .openapi(quoteOf, async (c) => c.json(await quoteBasket(c.get('ctx'), c.req.valid('json')), 200))
  .openapi(hold, async (c) => {
    const asked = c.req.valid('json')
    return c.json(await holdForOrder(c.get('ctx'), asked, callerOf(c, asked)), 200)
  })
  .openapi(holdOf, async (c) =>
    c.json(await getHold(c.get('ctx'), c.req.valid('param').holdId), 200),
  )
  .openapi(release, async (c) => {
    const ended = c.req.valid('param')
    return c.json(await endHold(c.get('ctx'), ended, callerOf(c, {})), 200)
  })
  .openapi(settle, async (c) => {
    const ended = { ...c.req.valid('param'), ...c.req.valid('json') }
    return c.json(await endHold(c.get('ctx'), ended, callerOf(c, ended)), 200)
  })
