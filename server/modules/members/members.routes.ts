import { ask, NOTHING, partnerRoutes, read } from '../../http/open-api/partner-routes.ts'
import {
  findMemberRequest,
  partnerMember,
  partnerMemberParams,
} from './partner-members.contract.ts'
import { findPartnerMember } from './members.service.ts'

const get = read({
  ...{ method: 'get', path: '/members/{uid}', id: 'getMember', tag: 'Members' },
  summary: 'A member by his uid, personal values masked',
  ...{ scope: 'members.read', params: partnerMemberParams, query: NOTHING, answer: partnerMember },
})
const find = ask({
  ...{ method: 'post', path: '/members/find', id: 'findMember', tag: 'Members' },
  summary: 'A member by one of his numbers',
  ...{ scope: 'members.read', params: NOTHING, body: findMemberRequest, answer: partnerMember },
})

export const memberRoutes = partnerRoutes()
  .openapi(get, async (c) =>
    c.json(await findPartnerMember(c.get('ctx'), c.req.valid('param')), 200),
  )
  .openapi(find, async (c) =>
    c.json(await findPartnerMember(c.get('ctx'), c.req.valid('json')), 200),
  )
