import { beforeAll, expect, it } from 'vitest'
import type { Ctx, Db } from '../../db/context.ts'
import { inTransaction } from '../../db/transaction.ts'
import { makeBuyer } from '../../testing/order-desk.ts'
import { makeTestContext } from '../../testing/test-context.ts'
import { describeOnBothDatabases } from '../../testing/test-database.ts'
import { subscribe } from '../outbox/outbox.service.ts'
import { giveCommand } from './give-command.ts'

describeOnBothDatabases('entries', (database) => {
  let ctx: Ctx<Db>
  let member: { id: number; uid: string }
  const earn = (points: number) =>
    giveCommand(ctx, {
      ...{ do: 'earn', memberId: member.id, points, isPending: false, expiresOn: null },
      about: {
        ...{ business: 'manual', businessId: 'n1', occurredAt: ctx.clock.now() },
        explanation: { kind: 'byHand' },
      },
    })
  const told = () => ctx.db.outboxEvent.findMany({ where: { memberUid: member.uid } })
  beforeAll(async () => {
    ctx = makeTestContext(database())
    member = await makeBuyer(ctx)
  })

  it('are told of to nobody when nobody has subscribed: then nothing is written', async () => {
    await earn(10)
    expect(await told()).toEqual([])
  })

  it('are told of in their transaction, with where they left the member', async () => {
    await inTransaction(ctx, (ctx) => subscribe(ctx, 'webhook:1', ['points.changed']))
    const { entryId } = await earn(5)
    const [event, ...others] = await told()
    expect(others).toEqual([])
    expect(event).toMatchObject({
      type: 'points.changed',
      payload: {
        ...{ memberUid: member.uid, entryId, kind: 'earn', business: 'manual', businessId: 'n1' },
        ...{ points: 5, pending: 0, available: 15, balance: 15 },
      },
    })
  })
})
