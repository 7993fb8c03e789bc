import { z } from 'zod'
import { startedJob } from '../../contract/started-job.ts'
import { can, router } from '../../trpc/trpc.ts'
import {
  countMatchingEntries,
  getAccount,
  getEntry,
  getLot,
  listEntries,
  startEntryExport,
  sumEntries,
} from './points.service.ts'
import {
  entryDetail,
  entryFilter,
  entryIdInput,
  entryPage,
  entryTotals,
  exportEntriesInput,
  listEntriesInput,
  lotDetail,
  memberPointsInput,
  pointAccount,
} from './records.contract.ts'

export const pointRecordsRouter = router({
  list: can('points.view')
    .input(listEntriesInput)
    .output(entryPage)
    .query(({ ctx, input }) => listEntries(ctx, input)),
  count: can('points.view')
    .input(entryFilter)
    .output(z.int())
    .query(({ ctx, input }) => countMatchingEntries(ctx, input)),
  totals: can('points.view')
    .input(entryFilter)
    .output(entryTotals)
    .query(({ ctx, input }) => sumEntries(ctx, input)),
  get: can('points.view')
    .input(entryIdInput)
    .output(entryDetail)
    .query(({ ctx, input }) => getEntry(ctx, input)),
  account: can('points.view')
    .input(memberPointsInput)
    .output(pointAccount)
    .query(({ ctx, input }) => getAccount(ctx, input)),
  lot: can('points.view')
    .input(entryIdInput)
    .output(lotDetail)
    .query(({ ctx, input }) => getLot(ctx, input)),
  export: can('points.export')
    .input(exportEntriesInput)
    .output(startedJob)
    .mutation(({ ctx, input }) => startEntryExport(ctx, input)),
})
