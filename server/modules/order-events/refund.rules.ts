import { AppError } from '../../kernel/app-error.ts'
import type { LinePoints, RefundedEvent } from './order-events.contract.ts'

/** What a refund changes about one line. */
export interface LineRefund {
  readonly lineNo: number
  readonly fen: number
  readonly quantity: number
  /** Of what the line gave. */
  readonly takenBack: number
  /** Of what the line used. */
  readonly givenBack: number
}

const isWhole = ({ paidFen, quantity, refundedFen, refundedQuantity }: LinePoints): boolean =>
  paidFen > 0 ? refundedFen === paidFen : refundedQuantity === quantity

/** Is nothing left of an order? */
export const isAllRefunded = (lines: readonly LinePoints[]): boolean => lines.every(isWhole)

/**
 * What of a whole has gone back by now: what stays is rounded down, as an award is. It looks at all refunds so
 * far, so any number of parts comes to the same as the whole.
 */
export function refundedShare(
  whole: number,
  { refunded, of }: { refunded: number; of: number },
): number {
  if (refunded >= of) return whole
  return whole - Number((BigInt(whole) * BigInt(of - refunded)) / BigInt(of))
}

/** How far a line is refunded: by its money, or by its pieces where no money was paid for it. */
const progressOf = (line: LinePoints) =>
  line.paidFen > 0
    ? { refunded: line.refundedFen, of: line.paidFen }
    : { refunded: line.refundedQuantity, of: line.quantity }

/** What refunds of a line so far have taken back and given back. */
const sharesOf = (line: LinePoints) => ({
  takenBack: refundedShare(line.awarded, progressOf(line)),
  givenBack: refundedShare(line.used, progressOf(line)),
})

type Wanted = NonNullable<RefundedEvent['lines']>[number]

/** One line after a refund, and what changes. @throws AppError REFUND_TOO_LARGE */
function refundLine(line: LinePoints, { refundFen, quantity }: Omit<Wanted, 'lineNo'>) {
  const leftFen = line.paidFen - line.refundedFen
  const leftQuantity = line.quantity - line.refundedQuantity
  if (refundFen > leftFen || quantity > leftQuantity) {
    throw new AppError('REFUND_TOO_LARGE', { lineNo: line.lineNo, leftFen, leftQuantity })
  }
  const after: LinePoints = {
    ...line,
    refundedFen: line.refundedFen + refundFen,
    refundedQuantity: line.refundedQuantity + quantity,
  }
  const [before, now] = [sharesOf(line), sharesOf(after)]
  const refund: LineRefund = {
    ...{ lineNo: line.lineNo, fen: refundFen, quantity },
    takenBack: now.takenBack - before.takenBack,
    givenBack: now.givenBack - before.givenBack,
  }
  return { after, refund }
}

/**
 * What a refund does to an order's lines, replaying the split that was recorded when it was paid.
 * @param wanted by line; everything that is left where nothing is said
 * @throws AppError REFUND_LINE_UNKNOWN, REFUND_TOO_LARGE, REFUND_EMPTY
 */
export function refundLines(
  lines: readonly LinePoints[],
  wanted: readonly Wanted[] | undefined,
): { readonly lines: LinePoints[]; readonly refunds: LineRefund[] } {
  const rest = lines.map((line) => ({
    lineNo: line.lineNo,
    refundFen: line.paidFen - line.refundedFen,
    quantity: line.quantity - line.refundedQuantity,
  }))
  const after = new Map(lines.map((line) => [line.lineNo, line]))
  const refunds: LineRefund[] = []
  for (const { lineNo, ...each } of wanted ?? rest) {
    const line = after.get(lineNo)
    if (!line) throw new AppError('REFUND_LINE_UNKNOWN', { lineNo })
    if (each.refundFen === 0 && each.quantity === 0) continue
    const done = refundLine(line, each)
    after.set(lineNo, done.after)
    refunds.push(done.refund)
  }
  if (refunds.length === 0) throw new AppError('REFUND_EMPTY')
  return { lines: [...after.values()], refunds }
}
