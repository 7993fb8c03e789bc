/** What the rest of the server uses of points; routers and other modules come in by this door. */
export { awardOrder, expiryOf } from './award.rules.ts'
export type { Outcome } from './batch.ts'
export { getBalances, getMemberPoints } from './account.queries.ts'
export {
  doerOf,
  type About,
  type CommandKey,
  type Doer,
  type LedgerAnswer,
  type LedgerCommand,
} from './ledger-commands.ts'
export type { Balances } from './partner-points.contract.ts'
export { pointBusiness } from './points.contract.ts'
export { listPartnerEntries } from './partner-entries.ts'
export { earnForPartner, reverseForPartner, spendForPartner } from './partner-points.ts'
export { lockAccounts } from './load-books.sql.ts'
export { openingImporter } from './opening-importer.ts'
export { answeredBefore, postCommands, tryCommand } from './post-commands.ts'
export { endHold, getHold, holdForOrder, quoteBasket } from './quotes.ts'
export {
  entryHeadings,
  exportEntryRows,
  noteEntryExport,
  startEntryExport,
} from './export-entries.ts'
export { getAccount } from './point-accounts.ts'
export { getLot } from './point-lots.ts'
export { countMatchingEntries, getEntry, listEntries, sumEntries } from './records.queries.ts'
