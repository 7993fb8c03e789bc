import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { z } from 'zod'

const REAL = join(process.cwd(), '../shared/data/cdnow-orders.csv')
const MADE_UP = 3_000
/** The real orders are of 1997 and 1998; so many years later they are not in the future. */
const YEARS_LATER = 28

/** An order as a mall would tell it. */
export interface ToldOrder {
  readonly orderNo: string
  readonly customer: string
  readonly day: string
  readonly quantity: number
  readonly fen: number
}

const row = z.object({
  orderNo: z.string(),
  customerId: z.string(),
  paidDate: z.iso.date(),
  quantity: z.coerce.number().int(),
  amount: z.string().regex(/^\d+\.\d{2}$/),
})

const later = (day: string): string => {
  const year = Number(day.slice(0, 4)) + YEARS_LATER
  return `${year}${day.slice(4) === '-02-29' ? '-02-28' : day.slice(4)}`
}

function madeUp(): ToldOrder[] {
  return Array.from({ length: MADE_UP }, (_, i) => ({
    orderNo: `M${i}`,
    customer: String((i * 7) % 900),
    day: `2026-0${(i % 9) + 1}-${String((i % 28) + 1).padStart(2, '0')}`,
    quantity: 1 + (i % 4),
    fen: (i * 7919) % 40_000,
  }))
}

/** The orders of the CDNOW customers where they lie beside the checkout, made-up ones elsewhere. */
export function realOrders(most = Infinity): ToldOrder[] {
  if (!existsSync(REAL)) return madeUp().slice(0, most)
  return z
    .array(row)
    .parse(parse(readFileSync(REAL), { columns: true, bom: true }))
    .slice(0, most)
    .map(({ orderNo, customerId, paidDate, quantity, amount }) => ({
      ...{ orderNo, customer: customerId, day: later(paidDate), quantity: Math.max(1, quantity) },
      fen: Number(amount.replace('.', '')),
    }))
}
