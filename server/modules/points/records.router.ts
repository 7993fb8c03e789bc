import { z } from 'zod'
import { startedJob } from '../../contract/started-job.ts'
import { can, router } from '../../trpc/trpc.ts'
import { startEntryExport } from './export-entries.ts'
import { getAccount } from './point-accounts.ts'
import { getLot } from './point-lots.ts'
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
import { countMatchingEntries, getEntry, listEntries, sumEntries } from './records.queries.ts'

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
