import fc from 'fast-check'
import { expect, it } from 'vitest'
import { makeBusinessZone } from '../../kernel/business-zone.ts'
import { fakeClock, PROGRAM_ACTOR } from '../../testing/test-context.ts'
import { balanceOf, Books, stockOf } from './books.rules.ts'
import { Walk, walks } from '../../testing/ledger-walk.ts'
import { Batch } from './batch.ts'

const MEMBER = 1

/** Books in memory, kept by the same code that keeps those of a database. */
function openBooks() {
  const zeros = { available: 0, held: 0, frozen: 0, pending: 0, debt: 0, entries: 0 }
  const books = new Books({ memberId: MEMBER, ...zeros })
  const ctx = { clock: fakeClock(), zone: makeBusinessZone(), actor: PROGRAM_ACTOR }
  const loaded = { books: new Map([[MEMBER, books]]), entries: [] }
  const batch = new Batch(ctx, loaded, { known: new Map(), graceDays: 0 })
  return { books, batch }
}

it('the books of a member agree with a heap of single points after every step of any walk', async () => {
  await fc.assert(
    fc.asyncProperty(walks, async (steps) => {
      const { books, batch } = openBooks()
      const ledger = {
        memberId: MEMBER,
        today: '2026-03-18',
        do: (command: Parameters<Batch['do']>[0]) => Promise.resolve(batch.do(command)),
      }
      const walk = new Walk(ledger)
      for (const step of steps) {
        await walk.take(step)
        const lots = [...books.lots.values()]
        for (const lot of lots) {
          const moved = books.allocations.filter(({ lotId }) => lotId === lot.id)
          const sum = moved.reduce((total, { points, debt }) => total + points + debt, lot.points)
          expect(sum, 'a lot has what was put in less what was taken').toBe(stockOf(lot))
          expect(lot.free).toBe(walk.model.freeOf(lot.id))
        }
        const { account } = books
        const open = lots.reduce((sum, lot) => sum + (lot.isPending ? 0 : stockOf(lot)), 0)
        expect(open - account.debt).toBe(balanceOf(account))
        expect(batch.entries.reduce((sum, { points }) => sum + (points ?? 0), 0)).toBe(
          balanceOf(account),
        )
        expect(account.debt > 0 && account.available > 0, 'who owes has nothing to spend').toBe(
          false,
        )
      }
    }),
    { numRuns: Number(process.env['LEDGER_WALKS'] ?? 300) },
  )
})
