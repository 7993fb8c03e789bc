import { FILE_SOURCE, ORDER_SOURCE_MAX, orderSource } from '../contract/order-source.ts'
import { countMembers, memberImporter } from '../modules/members/members.service.ts'
import { countOrders, orderImporter } from '../modules/orders/orders.service.ts'
import type { Importer } from '../modules/imports/imports.service.ts'
import { seed } from '../seed/seed.ts'
import { onDatabase, type Command, type CommandGroup } from './command.ts'
import { describeImport, importFile } from './import-file.ts'

/** Ctrl+C ends the work at its next step, which then says in the log how far it came; again, at once. */
async function untilStopped<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stopping = new AbortController()
  const stop = () => stopping.abort(new Error('stopped'))
  const signals = ['SIGINT', 'SIGTERM'] as const
  for (const name of signals) process.once(name, stop)
  try {
    return await work(stopping.signal)
  } finally {
    for (const name of signals) process.off(name, stop)
  }
}

/** Who numbers the orders of a file. */
function sourceOption(text: string = FILE_SOURCE): string {
  const source = orderSource.safeParse(text)
  if (!source.success) throw new Error(`--source is a name of 1 to ${ORDER_SOURCE_MAX} characters`)
  return source.data
}

const importCommand = (
  importer: Importer,
  { more, what }: { more: string; what: string },
): Command => ({
  usage: `FILE [--dry-run] [--report COPY]${more}   ${what}, CSV or XLSX; --report writes what became of each row`,
  operands: 1,
  run: onDatabase(async ({ ctx, operands: [path = ''], options }) => {
    const isDryRun = options['dry-run'] ?? false
    const given = {
      importer,
      path,
      isDryRun,
      orderSource: sourceOption(options.source),
      reportPath: options.report,
    }
    const result = await untilStopped((signal) => importFile(ctx, { ...given, signal }))
    return { result, text: describeImport(result), isWell: result.refused.rows === 0 }
  }),
})

/** A whole number given as an option. */
function wholeOption(name: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise
  if (!/^\d{1,8}$/.test(text)) throw new Error(`--${name} is a whole number`)
  return Number(text)
}

const yuan = (fen: number): string => (fen / 100).toFixed(2)

export const MEMBER_COMMANDS: CommandGroup = {
  'import-members': importCommand(memberImporter, { more: '', what: 'members' }),
  'import-orders': importCommand(orderImporter, {
    more: ' [--source NAME]',
    what: 'orders of members that are there, as history; --source says who numbers them (mall, a till): a number is unique there',
  }),
  seed: {
    usage:
      '[--members N] [--orders N] [--seed S]   made-up members and orders into an empty database',
    operands: 0,
    run: onDatabase(async ({ ctx, options }) => {
      const members = wholeOption('members', options.members, 1_000)
      const result = await seed(ctx, {
        members,
        orders: wholeOption('orders', options.orders, members * 10),
        seed: wholeOption('seed', options.seed, 1),
        report: (done) => {
          if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${members}`)
        },
      })
      const text = `members ${result.members}, orders ${result.orders}`
      return { result, text, isWell: true }
    }),
  },
  stats: {
    usage:
      "totals of members and orders; exit 1 when members' totals are not those of their orders",
    operands: 0,
    run: onDatabase(async ({ ctx }) => {
      const result = { ...(await countMembers(ctx)), ...(await countOrders(ctx)) }
      const { members, activeMembers, orders, paidFen, bookedOrders, bookedFen } = result
      const text = [
        `members ${members}, active ${activeMembers}`,
        `orders ${orders}, paid CNY ${yuan(paidFen)}`,
        `members' totals: orders ${bookedOrders}, spend CNY ${yuan(bookedFen)}`,
      ].join('\n')
      return { result, text, isWell: orders === bookedOrders && paidFen === bookedFen }
    }),
  },
}
