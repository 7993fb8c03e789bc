import { z } from 'zod'
import type { Ctx } from '../db/context.ts'
import { importUpload, type Importer } from '../modules/imports/imports.service.ts'
import { memberImporter } from '../modules/members/members.service.ts'
import { orderImporter } from '../modules/orders/orders.service.ts'
import type { JobControl, JobHandlers } from './job-runner.ts'

const jobInput = z.object({ fileId: z.uuid(), language: z.enum(['zh', 'en']) })

const importing =
  (importer: Importer, isDryRun: boolean) => (ctx: Ctx, input: unknown, control: JobControl) =>
    importUpload(ctx, { ...jobInput.parse(input), ...control, importer, isDryRun })

type Kind = 'members.dryRun' | 'members.import' | 'orders.dryRun' | 'orders.import'

/** What imports do, with the modules that each kind of file is about. */
export const importHandlers: Pick<JobHandlers, Kind> = {
  'members.dryRun': importing(memberImporter, true),
  'members.import': importing(memberImporter, false),
  'orders.dryRun': importing(orderImporter, true),
  'orders.import': importing(orderImporter, false),
}
