import { z } from 'zod'
import {
  STAFF_BULK_MAX,
  displayName,
  username,
} from '../../../../server/modules/staff/staff.contract.ts'

export type LineFault = 'username' | 'displayName' | 'twice' | 'tooMany'

interface StaffLine {
  /** Counted from 1, blank lines included, as in what was pasted. */
  readonly lineNo: number
  readonly username: string
  readonly displayName: string
  readonly fault: LineFault | undefined
}

const SEPARATOR = /[,，;；\t]/

function faultOf(
  line: { username: string; displayName: string },
  seen: ReadonlySet<string>,
): LineFault | undefined {
  if (!username.safeParse(line.username).success) return 'username'
  if (!displayName.safeParse(line.displayName).success) return 'displayName'
  if (seen.has(line.username)) return 'twice'
  return seen.size >= STAFF_BULK_MAX ? 'tooMany' : undefined
}

/** Reads pasted lines `username,name`, also with a tab as a spreadsheet copies them. Blank lines pass. */
export function readStaffLines(text: string): readonly StaffLine[] {
  const seen = new Set<string>()
  return text.split(/\r?\n/).flatMap((raw, index) => {
    if (!raw.trim()) return []
    const [first = '', ...rest] = raw.split(SEPARATOR)
    const line = { username: first.trim().toLowerCase(), displayName: rest.join(' ').trim() }
    const fault = faultOf(line, seen)
    if (!fault) seen.add(line.username)
    return [{ ...line, lineNo: index + 1, fault }]
  })
}

/** Lines as accounts; refused as a whole while any of them is wrong. */
export const staffLines = z.string().transform((text, context) => {
  const lines = readStaffLines(text)
  if (lines.length === 0 || lines.some(({ fault }) => fault)) {
    context.addIssue({ code: 'custom' })
    return z.NEVER
  }
  return lines.map(({ username, displayName }) => ({ username, displayName }))
})
