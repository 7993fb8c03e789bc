/** What the rest of the server uses of changes of points by hand; routers and jobs come in by this door. */
export { adjustPoints, getStanding } from './adjust-points.ts'
export { getBatch, listBatches, listBatchMembers } from './batch.queries.ts'
export { approveBatch, cancelBatch, rejectBatch, resumeBatch } from './decide-batch.ts'
export { createBatch, previewBatch } from './make-batch.ts'
export { previewReversal, reverseEntry } from './reverse-entry.ts'
export { runPointBatch } from './run-point-batch.ts'
export { freezePoints, listSetAside, releaseHold, unfreezePoints } from './set-aside.ts'
export { undoBatch } from './undo-batch.ts'
