import { z } from 'zod'
import { can, open, router } from '../../trpc/trpc.ts'
import {
  changePasswordInput,
  disableOwnTotpInput,
  enableTotpInput,
  firstRunInput,
  proposedTotp,
  sessionRow,
  sessionState,
  signInInput,
  useResetInput,
} from './staff.contract.ts'
import {
  changePassword,
  disableOwnTotp,
  enableTotp,
  endOwnSessions,
  getSessionState,
  listOwnSessions,
  proposeTotp,
  runFirst,
  signIn,
  signOut,
  useReset,
} from './staff.service.ts'

/** Coming in, and what is one's own: the only procedures that ask for no right. */
export const sessionRouter = router({
  state: open.output(sessionState).query(({ ctx }) => getSessionState(ctx, ctx.firstRunToken)),
  signIn: open
    .input(signInInput)
    .output(z.void())
    .mutation(async ({ ctx, input }) => ctx.session.set(await signIn(ctx, input, ctx.userAgent))),
  useReset: open
    .input(useResetInput)
    .output(z.void())
    .mutation(({ ctx, input }) => useReset(ctx, input)),
  firstRun: open
    .input(firstRunInput)
    .output(z.void())
    .mutation(({ ctx, input }) => runFirst(ctx, input, ctx.firstRunToken)),
  signOut: can('signedIn')
    .output(z.void())
    .mutation(async ({ ctx }) => {
      await signOut(ctx)
      ctx.session.clear()
    }),
  list: can('signedIn')
    .output(z.array(sessionRow))
    .query(({ ctx }) => listOwnSessions(ctx)),
  end: can('signedIn')
    .input(z.object({ sessionId: z.uuid().optional() }))
    .output(z.void())
    .mutation(({ ctx, input }) => endOwnSessions(ctx, input.sessionId)),
  changePassword: can('signedIn')
    .input(changePasswordInput)
    .output(z.void())
    .mutation(({ ctx, input }) => changePassword(ctx, input)),
  proposeTotp: can('signedIn')
    .output(proposedTotp)
    .query(({ ctx }) => proposeTotp(ctx)),
  enableTotp: can('signedIn')
    .input(enableTotpInput)
    .output(z.void())
    .mutation(({ ctx, input }) => enableTotp(ctx, input)),
  disableTotp: can('signedIn')
    .input(disableOwnTotpInput)
    .output(z.void())
    .mutation(({ ctx, input }) => disableOwnTotp(ctx, input.password)),
})
