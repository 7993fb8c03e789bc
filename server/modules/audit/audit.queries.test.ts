import { beforeEach, expect, it } from 'vitest'
import type { Ctx, Db } from '../../db/context.ts'
import { inTransaction } from '../../db/transaction.ts'
import { describeOnBothDatabases } from '../../testing/test-database.ts'
import { fakeClock, makeTestContext, type FakeClock } from '../../testing/test-context.ts'
import { listAuditInput } from './audit.contract.ts'
import { listAudit } from './audit.queries.ts'
import { recordAudit } from './record-audit.ts'

const MINUTE_MS = 60_000

describeOnBothDatabases('audit queries', (database) => {
  let ctx: Ctx<Db>
  let clock: FakeClock
  beforeEach(async () => {
    clock = fakeClock()
    ctx = makeTestContext(database(), { clock })
    await ctx.db.auditEntry.deleteMany()
    for (const name of ['first', 'second', 'third', 'fourth']) {
      const target = { type: 'store', id: '7', name } as const
      await inTransaction(ctx, (ctx) => recordAudit(ctx, { action: 'store.update', target }))
      clock.advance(MINUTE_MS)
    }
  })
  const names = async (input: Partial<Parameters<typeof listAudit>[1]> = {}) => {
    const { list } = await listAudit(ctx, listAuditInput.parse(input))
    return list.map(({ targetName }) => targetName)
  }

  it('lists the newest first unless asked otherwise', async () => {
    expect(await names()).toEqual(['fourth', 'third', 'second', 'first'])
    expect(await names({ order: 'asc' })).toEqual(['first', 'second', 'third', 'fourth'])
  })

  it('finds what came right after an entry and right before it', async () => {
    const at = clock.now().getTime() - 3 * MINUTE_MS
    const of = { targetType: 'store', targetId: '7', pageSize: 2 } as const
    expect(await names({ ...of, from: at, order: 'asc' })).toEqual(['second', 'third'])
    expect(await names({ ...of, to: at + 1, order: 'desc' })).toEqual(['second', 'first'])
  })
})
