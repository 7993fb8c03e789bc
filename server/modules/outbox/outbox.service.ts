/** What the rest of the server uses of the outbox; routers and other modules come in by this door. */
export { countStuck } from './count-stuck.ts'
export { countDeliveries, countEvents, endDeliveries, redeliver } from './consumer-deliveries.ts'
export { type Consumer, type Consumers, type OutboxEvent, type TargetConsumer } from './deliver.ts'
export { dispatchOutbox, hasDueDeliveries, makeDispatcher } from './dispatch-outbox.ts'
export { memberSeen, membersOf } from './event-members.ts'
export { forgetOldEvents } from './forget-events.ts'
export { retryPlanOf } from './outbox.rules.ts'
export { recordEvent, recordEvents, type NewEvent } from './record-event.ts'
export { isTold, subscribe } from './subscriptions.ts'
export {
  discardDelivery,
  listUndelivered,
  retryDeadDeliveries,
  retryDelivery,
} from './undelivered.ts'
