/** What the rest of the server uses of staff; routers and other modules come in by this door. */
export { authenticate, loadActor } from './authenticate.ts'
export { createAdministrator, needsFirstRun, runFirst } from './first-run.ts'
export {
  createStaff,
  removeTotp,
  resetPassword,
  setStaffStatus,
  signOutStaff,
  unlockStaff,
  updateStaff,
} from './manage-staff.ts'
export {
  changePassword,
  disableOwnTotp,
  enableTotp,
  endOwnSessions,
  proposeTotp,
  useReset,
} from './own-account.ts'
export { takeOwnTurn } from './own-turn.ts'
export { forgetOldSessions } from './sessions.ts'
export { signIn, signOut } from './sign-in.ts'
export { staffSealedColumns } from './totp.ts'
export {
  getSessionState,
  getStaff,
  listSelectedStaff,
  listOwnSessions,
  listStaff,
  listStaffSessions,
  nameStaff,
} from './staff.queries.ts'
