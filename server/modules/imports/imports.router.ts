import { z } from 'zod'
import { can, router } from '../../trpc/trpc.ts'
import { startedJob } from '../../contract/started-job.ts'
import {
  importFile,
  importFileId,
  importFilePage,
  listImportsInput,
  listRefusalsInput,
  refusedRow,
  setMappingInput,
  startImportInput,
} from './imports.contract.ts'
import {
  discardImport,
  getImport,
  listImports,
  listRefusals,
  setMapping,
  startDryRun,
  startImport,
} from './imports.service.ts'

/** Members, orders and points are each imported with a right of their own, which the service asks for. */
export const importsRouter = router({
  list: can('signedIn')
    .input(listImportsInput)
    .output(importFilePage)
    .query(({ ctx, input }) => listImports(ctx, input)),
  get: can('signedIn')
    .input(importFileId)
    .output(importFile)
    .query(({ ctx, input }) => getImport(ctx, input)),
  setMapping: can('signedIn')
    .input(setMappingInput)
    .output(z.void())
    .mutation(({ ctx, input }) => setMapping(ctx, input)),
  dryRun: can('signedIn')
    .input(importFileId)
    .output(startedJob)
    .mutation(({ ctx, input }) => startDryRun(ctx, { ...input, language: ctx.language })),
  start: can('signedIn')
    .input(startImportInput)
    .output(startedJob)
    .mutation(({ ctx, input }) => startImport(ctx, { ...input, language: ctx.language })),
  refusals: can('signedIn')
    .input(listRefusalsInput)
    .output(z.array(refusedRow))
    .query(({ ctx, input }) => listRefusals(ctx, input)),
  discard: can('signedIn')
    .input(importFileId)
    .output(z.void())
    .mutation(({ ctx, input }) => discardImport(ctx, input)),
})
