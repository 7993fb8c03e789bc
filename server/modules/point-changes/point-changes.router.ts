import { z } from 'zod'
import { can, router } from '../../trpc/trpc.ts'
import {
  adjustInput,
  adjustOutcome,
  batchDetail,
  batchIdInput,
  batchMemberPage,
  batchMembersInput,
  batchPage,
  batchPreview,
  batchPreviewInput,
  batchReasonInput,
  createBatchInput,
  createDayBatchInput,
  dayBatchPreview,
  dayBatchPreviewInput,
  freezeInput,
  freezeOutcome,
  letGoOutcome,
  listBatchesInput,
  listSetAsideInput,
  madeBatch,
  releaseHoldInput,
  reversalInput,
  reversalPreview,
  reverseEntryInput,
  reverseOutcome,
  setAsidePage,
  standing,
  standingInput,
  undoBatchInput,
  unfreezeInput,
} from './point-changes.contract.ts'
import {
  adjustPoints,
  approveBatch,
  cancelBatch,
  createBatch,
  createDayBatch,
  freezePoints,
  getBatch,
  getStanding,
  listBatches,
  listBatchMembers,
  listSetAside,
  previewBatch,
  previewDayBatch,
  previewReversal,
  rejectBatch,
  releaseHold,
  resumeBatch,
  reverseEntry,
  undoBatch,
  unfreezePoints,
} from './point-changes.service.ts'

export const pointChangesRouter = router({
  standing: can('points.view')
    .input(standingInput)
    .output(standing)
    .query(({ ctx, input }) => getStanding(ctx, input)),
  adjust: can('points.adjust')
    .input(adjustInput)
    .output(adjustOutcome)
    .mutation(({ ctx, input }) => adjustPoints(ctx, input)),
  reversal: can('points.adjust')
    .input(reversalInput)
    .output(reversalPreview)
    .query(({ ctx, input }) => previewReversal(ctx, input)),
  reverseEntry: can('points.adjust')
    .input(reverseEntryInput)
    .output(reverseOutcome)
    .mutation(({ ctx, input }) => reverseEntry(ctx, input)),
  setAside: can('points.view')
    .input(listSetAsideInput)
    .output(setAsidePage)
    .query(({ ctx, input }) => listSetAside(ctx, input)),
  freeze: can('points.freeze')
    .input(freezeInput)
    .output(freezeOutcome)
    .mutation(({ ctx, input }) => freezePoints(ctx, input)),
  unfreeze: can('points.freeze')
    .input(unfreezeInput)
    .output(letGoOutcome)
    .mutation(({ ctx, input }) => unfreezePoints(ctx, input)),
  releaseHold: can('points.freeze')
    .input(releaseHoldInput)
    .output(letGoOutcome)
    .mutation(({ ctx, input }) => releaseHold(ctx, input)),
  batches: can('points.view')
    .input(listBatchesInput)
    .output(batchPage)
    .query(({ ctx, input }) => listBatches(ctx, input)),
  batch: can('points.view')
    .input(batchIdInput)
    .output(batchDetail)
    .query(({ ctx, input }) => getBatch(ctx, input)),
  batchMembers: can('points.view')
    .input(batchMembersInput)
    .output(batchMemberPage)
    .query(({ ctx, input }) => listBatchMembers(ctx, input)),
  previewBatch: can('points.batch')
    .input(batchPreviewInput)
    .output(batchPreview)
    // A thousand chosen members do not fit into an address.
    .mutation(({ ctx, input }) => previewBatch(ctx, input)),
  createBatch: can('points.batch')
    .input(createBatchInput)
    .output(madeBatch)
    .mutation(({ ctx, input }) => createBatch(ctx, input)),
  previewDayBatch: can('points.expiry')
    .input(dayBatchPreviewInput)
    .output(dayBatchPreview)
    .query(({ ctx, input }) => previewDayBatch(ctx, input)),
  createDayBatch: can('points.expiry')
    .input(createDayBatchInput)
    .output(madeBatch)
    .mutation(({ ctx, input }) => createDayBatch(ctx, input)),
  approveBatch: can('points.approve')
    .input(batchIdInput)
    .output(z.void())
    .mutation(({ ctx, input }) => approveBatch(ctx, input)),
  rejectBatch: can('points.approve')
    .input(batchReasonInput)
    .output(z.void())
    .mutation(({ ctx, input }) => rejectBatch(ctx, input)),
  // Which right these three need is said by the kind of the batch.
  cancelBatch: can('points.view')
    .input(batchReasonInput)
    .output(z.void())
    .mutation(({ ctx, input }) => cancelBatch(ctx, input)),
  resumeBatch: can('points.view')
    .input(batchIdInput)
    .output(z.void())
    .mutation(({ ctx, input }) => resumeBatch(ctx, input)),
  undoBatch: can('points.view')
    .input(undoBatchInput)
    .output(madeBatch)
    .mutation(({ ctx, input }) => undoBatch(ctx, input)),
})
