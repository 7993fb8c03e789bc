/** What the rest of the server uses of what time does to points; routers and jobs come in by this door. */
export { memberInScope } from './calendar.sql.ts'
export { HAS_STOCK } from './expiry.sql.ts'
export { DAILY_EXPIRY, DAILY_REMINDERS, isDailyDue, startDaily } from './daily.ts'
export { expireHolds, hasTimedOutHolds } from './expire-holds.ts'
export { expirePointsAsJob, remindMembersAsJob } from './expiry-jobs.ts'
export {
  getExpiryMonth,
  getExpiryState,
  getExpiryYear,
  listDayMembers,
  startExpiry,
} from './expiry.queries.ts'
