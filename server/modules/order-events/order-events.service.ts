/** What the rest of the server uses of order events; routers and other modules come in by this door. */
export { confirmDueAwards, hasDueAwards } from './confirm-due.ts'
export { getOrderPoints, receivePartnerEvent } from './partner-events.ts'
export { getOpenEvent, listOpenEvents, listOpenEventSources } from './open-events.queries.ts'
