import { countMembers, memberImporter } from '../modules/members/members.service.ts'
import { countOrders, orderImporter } from '../modules/orders/orders.service.ts'
import { openingImporter } from '../modules/points/points.service.ts'
import { seed } from '../seed/seed.ts'
import { onDatabase, type CommandGroup } from './command.ts'
import { importCommand } from './import-command.ts'

/** A whole number given as an option. */
function wholeOption(name: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise
  if (!/^\d{1,8}$/.test(text)) throw new Error(`--${name} is a whole number`)
  return Number(text)
}

const yuan = (fen: number): string => (fen / 100).toFixed(2)

export const MEMBER_COMMANDS: CommandGroup = {
  'import-members': importCommand(memberImporter, { what: 'members' }),
  'import-orders': importCommand(orderImporter, {
    what: 'orders of members that are there, as history; --source says who numbers them: a number is unique there',
    more: ' [--source NAME]',
  }),
  'import-points': importCommand(openingImporter, {
    what: 'points that members bring along, a lot a row; where the totals expected differ nothing is imported',
    more: ' [--expect-points N] [--expect-members N]',
  }),
  seed: {
    usage:
      '[--members N] [--orders N] [--points N] [--seed S]   made-up members, orders and about N points entries a member into an empty database',
    operands: 0,
    run: onDatabase(async ({ ctx, options }) => {
      const members = wholeOption('members', options.members, 1_000)
      const result = await seed(ctx, {
        members,
        orders: wholeOption('orders', options.orders, members * 10),
        points: wholeOption('points', options.points, 10),
        seed: wholeOption('seed', options.seed, 1),
        report: (done) => {
          if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${members}`)
        },
      })
      const text = `members ${result.members}, orders ${result.orders}, points entries ${result.points}`
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
