import type { Permission } from '../contract/permissions.ts'
import type { Ctx } from '../db/context.ts'
import { exportMembersInput } from '../modules/members/members.contract.ts'
import {
  countSelected,
  exportHeadings,
  exportRows,
  noteMemberExport,
  requirePlainRight,
} from '../modules/members/members.service.ts'
import { exportTable } from './export-table.ts'
import type { JobControl } from './job-runner.ts'

/**
 * Members of a selection as a file: masked unless the right to see them whole is there at this moment too.
 * Recorded with its purpose before the first row is read.
 */
export async function exportMembers(ctx: Ctx, input: unknown, control: JobControl) {
  const wanted = exportMembersInput.parse(input)
  const { format, columns, language, selection, isPlain } = wanted
  requirePlainRight(ctx, wanted)
  await noteMemberExport(ctx, control.jobId, wanted)
  const { rows, ...file } = await exportTable(ctx, control, {
    about: 'members',
    format,
    headings: exportHeadings(columns, language),
    count: () => countSelected(ctx, selection),
    chunks: exportRows(ctx, wanted),
  })
  const filePermissions: Permission[] = isPlain ? ['members.exportPlain'] : []
  return { ...file, result: { rows, isPlain }, filePermissions }
}
