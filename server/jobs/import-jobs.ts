import { z } from 'zod'
import type { Ctx } from '../db/context.ts'
import { statedTotals, type ImportKind } from '../modules/imports/imports.contract.ts'
import { importUpload, type Importer } from '../modules/imports/imports.service.ts'
import { memberImporter } from '../modules/members/members.service.ts'
import { orderImporter } from '../modules/orders/orders.service.ts'
import { openingImporter } from '../modules/points/points.service.ts'
import type { JobControl, JobHandlers } from './job-runner.ts'

const jobInput = z.object({
  fileId: z.uuid(),
  language: z.enum(['zh', 'en']),
  stated: statedTotals.optional(),
  reason: z.string().optional(),
})

/** The copy of a file holds what the file holds, and is kept as long. */
const COPY_KEPT_MS = 7 * 24 * 3_600_000

const importing =
  (importer: Importer, isDryRun: boolean) =>
  async (ctx: Ctx, input: unknown, control: JobControl) => {
    const run = { ...jobInput.parse(input), ...control, importer, isDryRun }
    const outcome = await importUpload(ctx, run)
    return { ...outcome, fileExpiresAt: new Date(ctx.clock.now().getTime() + COPY_KEPT_MS) }
  }

type Kind = `${ImportKind}.${'dryRun' | 'import'}`

/** What imports do, with the modules that each kind of file is about. */
export const importHandlers: Pick<JobHandlers, Kind> = {
  'members.dryRun': importing(memberImporter, true),
  'members.import': importing(memberImporter, false),
  'orders.dryRun': importing(orderImporter, true),
  'orders.import': importing(orderImporter, false),
  'points.dryRun': importing(openingImporter, true),
  'points.import': importing(openingImporter, false),
}
