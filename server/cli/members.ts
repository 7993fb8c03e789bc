import { errorText } from '../contract/errors.ts'
import {
  countMembers,
  importMembers,
  readMemberFile,
  type ImportResult,
} from '../modules/members/members.service.ts'
import { onDatabase, type CommandGroup } from './command.ts'

function describeImport({ rows, created, unchanged, refused, refusals }: ImportResult): string {
  const lines = refusals.map(
    ({ line, code }) => `  line ${line}: ${errorText(code, 'en')} (${code})`,
  )
  const more = refused > refusals.length ? [`  and ${refused - refusals.length} more`] : []
  return [
    `rows ${rows}, created ${created}, unchanged ${unchanged}, refused ${refused}`,
    ...lines,
    ...more,
  ].join('\n')
}

export const MEMBER_COMMANDS: CommandGroup = {
  'import-members': {
    usage: 'FILE   members from a CSV file (customerId or externalId, mobile, nickname)',
    operands: 1,
    run: onDatabase(async ({ ctx, operands: [file = ''] }) => {
      const result = await importMembers(ctx, readMemberFile(file))
      return { result, text: describeImport(result), isWell: result.refused === 0 }
    }),
  },
  stats: {
    usage: 'totals',
    operands: 0,
    run: onDatabase(async ({ ctx }) => {
      const result = await countMembers(ctx)
      const text = `members ${result.members}, active ${result.activeMembers}`
      return { result, text, isWell: true }
    }),
  },
}
