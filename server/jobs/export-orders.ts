import type { Ctx } from '../db/context.ts'
import { exportOrdersInput } from '../modules/orders/orders.contract.ts'
import {
  countMatchingOrders,
  exportOrderRows,
  noteOrderExport,
  orderHeadings,
} from '../modules/orders/orders.service.ts'
import { exportTable } from './export-table.ts'
import type { JobControl } from './job-runner.ts'

/** Orders that match as a file, recorded with its purpose before the first row is read. */
export async function exportOrders(ctx: Ctx, input: unknown, control: JobControl) {
  const wanted = exportOrdersInput.parse(input)
  await noteOrderExport(ctx, control.jobId, wanted)
  const { rows, ...file } = await exportTable(ctx, control, {
    about: 'orders',
    format: wanted.format,
    headings: orderHeadings(wanted),
    count: () => countMatchingOrders(ctx, wanted.filter),
    chunks: exportOrderRows(ctx, wanted),
  })
  return { ...file, result: { rows } }
}
