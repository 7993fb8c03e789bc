import { z } from 'zod'
import { can, router } from '../../trpc/trpc.ts'
import {
  confirmExportInput,
  exportedKey,
  exportKeyInput,
  keyState,
  rotateKeyInput,
  startedJob,
} from './keys.contract.ts'
import { confirmExport, exportKey, getKeyState, startRotation } from './keys.service.ts'

export const keysRouter = router({
  state: can('keys.manage')
    .output(keyState)
    .query(({ ctx }) => getKeyState(ctx)),
  export: can('keys.manage')
    .input(exportKeyInput)
    .output(exportedKey)
    .mutation(({ ctx, input }) => exportKey(ctx, input)),
  confirmExport: can('keys.manage')
    .input(confirmExportInput)
    .output(z.void())
    .mutation(({ ctx, input }) => confirmExport(ctx, input)),
  rotate: can('keys.manage')
    .input(rotateKeyInput)
    .output(startedJob)
    .mutation(({ ctx, input }) => startRotation(ctx, input)),
})
