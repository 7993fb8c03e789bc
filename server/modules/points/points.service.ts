/** What the rest of the server uses of points; routers and other modules come in by this door. */
export { awardOrder, expiryOf } from './award.rules.ts'
export type { Outcome } from './batch.ts'
export { doerOf, type Doer, type LedgerAnswer, type LedgerCommand } from './ledger-commands.ts'
export { postCommands } from './post-commands.ts'
