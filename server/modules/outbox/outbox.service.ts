/** What the rest of the server uses of the outbox; routers and other modules come in by this door. */
export { countStuck } from './count-stuck.ts'
export {
  dispatchOutbox,
  hasDueDeliveries,
  type Consumer,
  type Consumers,
  type OutboxEvent,
} from './dispatch-outbox.ts'
export { memberSeen, membersOf } from './event-members.ts'
export { forgetOldEvents } from './forget-events.ts'
export { recordEvent } from './record-event.ts'
export {
  discardDelivery,
  listUndelivered,
  retryDeadDeliveries,
  retryDelivery,
} from './undelivered.ts'
