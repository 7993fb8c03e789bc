import { beforeEach, expect, it } from 'vitest'
import type { Ctx, Db } from '../../db/context.ts'
import { inTransaction } from '../../db/transaction.ts'
import { AppError } from '../../kernel/app-error.ts'
import { makeBuyer } from '../../testing/order-desk.ts'
import { fakeClock, makeTestContext } from '../../testing/test-context.ts'
import { describeOnBothDatabases } from '../../testing/test-database.ts'
import { giveCommand } from './give-command.ts'
import { postCommands } from './post-commands.ts'
import type { CommandKey, LedgerAnswer, LedgerCommand } from './ledger-commands.ts'

const RACES = Number(process.env['LEDGER_RACES'] ?? 40)

/** Distributes over `LedgerCommand`, which a plain `Omit` would flatten. */
type Given = LedgerCommand extends infer C
  ? C extends unknown
    ? Omit<C, 'memberId' | 'about'>
    : never
  : never

describeOnBothDatabases('points that many want at once', (database) => {
  let ctx: Ctx<Db>
  let member: { id: number; uid: string }
  beforeEach(async () => {
    ctx = makeTestContext(database(), { clock: fakeClock() })
    member = await makeBuyer(ctx)
  })
  const command = (given: Given, key?: CommandKey): LedgerCommand => ({
    memberId: member.id,
    about: {
      ...{ business: 'manual', businessId: '1', occurredAt: ctx.clock.now() },
      explanation: { kind: 'byHand' },
    },
    ...given,
    ...(key ? { key } : {}),
  })
  const give = (given: Given, key?: CommandKey) => giveCommand(ctx, command(given, key))
  const earn = (points: number) => give({ do: 'earn', points, isPending: false, expiresOn: null })
  const key = (name: string, body = 'a'): CommandKey => ({ caller: 'test', key: name, body })
  const outcomes = async (all: readonly Promise<LedgerAnswer>[]) => {
    const settled = await Promise.allSettled(all)
    return {
      done: settled.flatMap((one) => (one.status === 'fulfilled' ? one.value : [])),
      codes: settled.flatMap((one): string[] => {
        if (one.status === 'fulfilled') return []
        if (one.reason instanceof AppError) return [one.reason.code]
        throw one.reason
      }),
    }
  }
  const account = () => ctx.db.pointAccount.findUniqueOrThrow({ where: { id: member.id } })

  it('of 200 redemptions of 10 from 500 exactly 50 succeed', async () => {
    await earn(500)
    const all = Array.from({ length: 200 }, () => give({ do: 'spend', points: 10 }))
    const { done, codes } = await outcomes(all)
    expect(done).toHaveLength(50)
    expect(new Set(codes)).toEqual(new Set(['POINTS_INSUFFICIENT']))
    expect(new Set(done.map(({ available }) => available)).size).toBe(50)
    expect(await account()).toMatchObject({ available: 0, entries: 51 })
  })

  it('64 commands with one key have one effect and one answer; another body is refused', async () => {
    const name = `once-${member.id}`
    const one = { do: 'earn', points: 30, isPending: false, expiresOn: null } as const
    const { done } = await outcomes(Array.from({ length: 64 }, () => give(one, key(name))))
    expect(done).toHaveLength(64)
    expect(new Set(done.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(await account()).toMatchObject({ available: 30, entries: 1 })
    const other = await outcomes([give({ ...one, points: 31 }, key(name, 'b'))])
    expect(other.codes).toEqual(['KEY_REUSED'])
  })

  it('a refused command leaves its key free', async () => {
    const spend = { do: 'spend', points: 10 } as const
    const name = key(`late-${member.id}`)
    expect((await outcomes([give(spend, name)])).codes).toEqual(['POINTS_INSUFFICIENT'])
    await earn(10)
    expect((await give(spend, name)).available).toBe(0)
    expect((await give(spend, name)).available).toBe(0)
    expect(await account()).toMatchObject({ entries: 2 })
  })

  it('transactions about one member wait for each other', async () => {
    await earn(100)
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, () =>
        inTransaction(ctx, (ctx) => postCommands(ctx, [command({ do: 'spend', points: 10 })])),
      ),
    )
    expect(outcomes.flat().filter((outcome) => 'answer' in outcome)).toHaveLength(10)
    expect(await account()).toMatchObject({ available: 0, entries: 11 })
  })

  it('a hold that is settled, released and run out at the same time ends once', async () => {
    const ends: string[] = []
    await earn(RACES * 10)
    for (let race = 0; race < RACES; race += 1) {
      const { holdId } = await give({ do: 'hold', points: 10, expiresAt: null })
      const hold = { holdId: holdId ?? '' }
      const ways = [
        { do: 'settle', ...hold, points: 10 },
        { do: 'release', ...hold, status: 'released' },
        { do: 'release', ...hold, status: 'expired' },
      ] as const
      const mixed = [...ways].sort(() => Math.random() - 0.5)
      const { done, codes } = await outcomes(mixed.map((way) => give(way)))
      expect(done).toHaveLength(1)
      expect(codes).toEqual(['HOLD_CLOSED', 'HOLD_CLOSED'])
      const { status } = await ctx.db.pointHold.findUniqueOrThrow({ where: { id: hold.holdId } })
      ends.push(status)
    }
    const settled = ends.filter((status) => status === 'settled').length
    expect(await account()).toMatchObject({ available: (RACES - settled) * 10, held: 0 })
  })
})
