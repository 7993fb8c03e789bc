import type { BatchStaffInput } from '../../../../server/modules/staff/staff.contract.ts'

/** What is done to one account after a question. */
export const STAFF_ACTS = ['disable', 'enable', 'resetPassword', 'removeTotp', 'signOut'] as const
export type StaffAct = (typeof STAFF_ACTS)[number]

/** Acts that weaken or lock something ask why; the audit log keeps the answer. */
export const ASKS_REASON: Readonly<Record<StaffAct, boolean>> = {
  disable: true,
  enable: true,
  removeTotp: true,
  resetPassword: false,
  signOut: false,
}

/** What is to be done with the accounts that were chosen when it was asked for. */
export interface StaffBatchOrder extends Omit<BatchStaffInput, 'reason'> {
  /** How many they are, as far as the page knows. */
  readonly count: number
}
