/** What the rest of the server uses of order events; routers and other modules come in by this door. */
export { getOrderPoints, receivePartnerEvent } from './partner-events.ts'
