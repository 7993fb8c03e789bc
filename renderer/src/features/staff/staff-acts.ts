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
