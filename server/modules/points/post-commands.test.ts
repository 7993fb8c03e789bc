import fc from 'fast-check'
import { beforeAll, expect, it } from 'vitest'
import type { Ctx, Db } from '../../db/context.ts'
import { inTransaction } from '../../db/transaction.ts'
import { describeOnBothDatabases } from '../../testing/test-database.ts'
import { makeTestContext } from '../../testing/test-context.ts'
import { plainMember } from '../../testing/test-member.ts'
import type { LedgerCommand } from './ledger-commands.ts'
import { Walk, walks, type Ledger } from '../../testing/ledger-walk.ts'
import { postCommands } from './post-commands.ts'

const WALKS = Number(process.env['LEDGER_WALKS'] ?? 40)

describeOnBothDatabases('the points ledger', (database) => {
  let ctx: Ctx<Db>
  let count = 0
  beforeAll(() => {
    ctx = makeTestContext(database())
  })

  async function openLedger(): Promise<Ledger> {
    const now = ctx.clock.now()
    const n = (count += 1)
    const { id } = await ctx.db.member.create({
      data: { ...plainMember(now), uid: `walk-${n}`, memberNo: `W${n}` },
    })
    return {
      memberId: id,
      today: '2026-03-18',
      async do(command: LedgerCommand) {
        const [outcome] = await inTransaction(ctx, (ctx) => postCommands(ctx, [command]))
        if (!outcome) throw new Error('a command has an outcome')
        return outcome
      },
    }
  }

  it(
    'agrees with a heap of single points after every step of any walk',
    { timeout: 600_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(walks, async (steps) => {
          const ledger = await openLedger()
          const walk = new Walk(ledger)
          for (const step of steps) await walk.take(step)
          const { memberId } = ledger
          // The first command that is about a member opens his account.
          const none = { available: 0, held: 0, frozen: 0, pending: 0, debt: 0 }
          const account =
            (await ctx.db.pointAccount.findUnique({ where: { id: memberId } })) ?? none
          expect(account).toMatchObject(walk.model.balances())
          const entries = await ctx.db.pointEntry.findMany({
            where: { memberId },
            orderBy: { seq: 'asc' },
          })
          const { available, held, frozen, debt } = account
          expect(entries.reduce((sum, { points }) => sum + points, 0)).toBe(
            available + held + frozen - debt,
          )
          expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, i) => i + 1))
          let balance = 0
          for (const { points, balanceAfter } of entries)
            expect((balance += points)).toBe(balanceAfter)
          const lots = await ctx.db.pointLot.findMany({ where: { memberId } })
          for (const lot of lots) {
            const moved = await ctx.db.pointAllocation.findMany({ where: { lotId: lot.id } })
            const sum = moved.reduce((total, each) => total + each.points + each.debt, lot.points)
            expect(sum).toBe(lot.free + lot.held + lot.frozen)
            expect(lot.free).toBe(walk.model.freeOf(lot.id))
          }
        }),
        { numRuns: WALKS },
      )
    },
  )
})
