import { beforeEach, expect, it } from 'vitest'
import type { Ctx, Db } from '../../db/context.ts'
import { inTransaction } from '../../db/transaction.ts'
import { clearLedger } from '../../testing/clear-ledger.ts'
import { fakeClock, makeTestContext } from '../../testing/test-context.ts'
import { importBytes, TEST_ORIGIN } from '../../testing/import-text.ts'
import { describeOnBothDatabases } from '../../testing/test-database.ts'
import { plainMember } from '../../testing/test-member.ts'
import type { LedgerCommand } from './ledger-commands.ts'
import { openingImporter } from './opening-importer.ts'
import { postCommands } from './post-commands.ts'

const DAY_MS = 24 * 3_600_000
const HEADINGS = '客户编号,会员卡号,剩余积分,获得日期,有效期至,批次号'
const fileOf = (...rows: readonly string[]) => [HEADINGS, ...rows].join('\n')

describeOnBothDatabases('opening balances', (database) => {
  let ctx: Ctx<Db>
  let clock: ReturnType<typeof fakeClock>

  beforeEach(async () => {
    clock = fakeClock()
    ctx = makeTestContext(database(), { clock })
    await clearLedger(ctx)
    await ctx.db.member.deleteMany()
    for (const n of [1, 2, 3]) await addMember(n)
  })

  const addMember = (n: number, over: { status?: string } = {}) =>
    ctx.db.member.create({
      data: {
        ...plainMember(ctx.clock.now()),
        ...{ uid: `uid-${n}`, memberNo: `60000000000${n}`, externalId: `C-${n}`, cardNo: `K-${n}` },
        ...over,
      },
    })
  const add = (text: string, isDryRun = false) =>
    importBytes(ctx, openingImporter, text, { isDryRun })
  const idOf = async (n: number) =>
    (await ctx.db.member.findUniqueOrThrow({ where: { uid: `uid-${n}` } })).id
  const lotsOf = async (n: number) =>
    ctx.db.pointLot.findMany({
      where: { memberId: await idOf(n) },
      orderBy: [{ points: 'asc' }],
    })
  const balance = async () =>
    (await ctx.db.pointEntry.aggregate({ _sum: { points: true } }))._sum.points ?? 0
  async function post(command: LedgerCommand) {
    const [outcome] = await inTransaction(ctx, (ctx) => postCommands(ctx, [command]))
    if (!outcome || !('answer' in outcome)) throw new Error('refused')
    return outcome.answer
  }

  it('are lots with the days of the file, which say where they come from', async () => {
    const text = fileOf(
      'C-1,,"1,250",2025-02-03,2027-12-31,L-1',
      'C-1,,80,,永久,',
      ',K-2,300.00,2026/1/5,2026年3月18日,',
    )
    const found = await add(text, true)
    expect(await ctx.db.pointEntry.count()).toBe(0)
    const done = await add(text)
    expect({ ...done, refusals: [] }).toEqual({ ...found, refusals: [] })
    expect(done).toMatchObject({
      all: { rows: 3, points: 1630 },
      created: { rows: 3, points: 1630 },
      booked: {
        ...{ points: 1630, members: 2, repeatedPoints: 0 },
        years: [
          { year: 2026, lots: 1, points: 300 },
          { year: 2027, lots: 1, points: 1250 },
          { year: null, lots: 1, points: 80 },
        ],
      },
    })
    const now = ctx.clock.now()
    expect(await lotsOf(1)).toMatchObject([
      { points: 80, free: 80, status: 'open', expiresOn: null, earnedAt: now },
      { points: 1250, expiresOn: '2027-12-31', earnedAt: new Date('2025-02-02T16:00:00Z') },
    ])
    expect(await lotsOf(2)).toMatchObject([{ points: 300, expiresOn: '2026-03-18' }])
    const entries = await ctx.db.pointEntry.findMany({ orderBy: { points: 'desc' } })
    expect(entries).toMatchObject([
      { kind: 'earn', business: 'opening', businessId: 'L-1', businessDate: '2025-02-03' },
      { businessId: TEST_ORIGIN.fileName, businessDate: '2026-01-05' },
      { businessId: TEST_ORIGIN.fileName, businessDate: '2026-03-18' },
    ])
    expect(JSON.parse(entries[0]?.explanation ?? '')).toEqual({
      ...{ kind: 'opening', fileName: TEST_ORIGIN.fileName, reference: 'L-1' },
    })
    expect(await balance()).toBe(1630)
  })

  it('that are there already change nothing: not the same day, not later, not when they have expired', async () => {
    const text = fileOf('C-1,,100,,2026-03-20,', 'C-1,,7,,,', 'C-2,,5,2026-01-01,2027-01-01,L-1')
    const first = await add(text)
    clock.advance(10 * DAY_MS)
    for (const isDryRun of [true, false]) {
      expect(await add(text, isDryRun)).toMatchObject({
        ...{ created: { rows: 0, points: 0 }, unchanged: { rows: 3, points: 112 } },
        booked: first.booked,
      })
    }
    expect(await ctx.db.pointEntry.count()).toBe(3)
    expect(await balance()).toBe(112)
  })

  it('that say something else than before are refused with what was imported', async () => {
    await add(fileOf('C-1,,100,2026-01-01,2027-01-01,', 'C-2,,5,2026-01-01,,L-1'))
    const changed = fileOf('C-1,,101,2026-01-01,2027-01-01,', 'C-2,,5,2026-01-02,2027-01-01,L-1')
    for (const isDryRun of [true, false]) {
      const { refusals, refused, booked } = await add(changed, isDryRun)
      expect(refusals).toMatchObject([
        {
          ...{ line: 2, code: 'LOT_DIFFERS' },
          params: { points: 100, earnedOn: '2026-01-01', expiresOn: '2027-01-01' },
        },
        { line: 3, params: { points: 5, earnedOn: '2026-01-01', expiresOn: '—' } },
      ])
      expect([refused.points, booked?.points]).toEqual([106, 0])
    }
    expect(await balance()).toBe(105)
  })

  it('twice in one file are one lot; with other points they are told apart by a reference', async () => {
    const text = fileOf(
      'C-1,,10,2026-01-01,,',
      'C-1,,10,2026-01-01,,',
      'C-1,,11,2026-01-01,,',
      'C-1,,10,2026-01-01,,A',
      'C-1,,12,2026-01-01,,A',
      // The same member by another of his numbers.
      ',K-1,10,2026-01-01,,',
      ',K-1,10,2026-01-01,,B',
    )
    for (const isDryRun of [true, false, false]) {
      const { refusals, all, refused, booked } = await add(text, isDryRun)
      expect(refusals.map(({ line, code, params }) => [line, code, params['line']])).toEqual([
        [4, 'LOT_REPEATED', 2],
        [6, 'ROW_REPEATED', 5],
        [7, 'LOT_REPEATED', 2],
      ])
      expect([all.points, refused.points]).toEqual([73, 33])
      expect(booked).toMatchObject({ points: 30, repeatedPoints: 10, members: 1 })
    }
    expect(await balance()).toBe(30)
    expect((await lotsOf(1)).map(({ points }) => points)).toEqual([10, 10, 10])
  })

  it.each([
    ['C-1,,12.5,,,', 'POINTS_INVALID', 0],
    ['C-1,,-5,,,', 'POINTS_INVALID', 0],
    ['C-1,,0,,,', 'POINTS_INVALID', 0],
    ['C-1,,2000000001,,,', 'POINTS_INVALID', 0],
    ['C-1,,"12,50",,,', 'POINTS_INVALID', 0],
    ['C-1,,十,,,', 'POINTS_INVALID', 0],
    ['C-1,,,,,', 'CELL_MISSING', 0],
    ['C-1,,=1+1,,,', 'CELL_IS_FORMULA', 0],
    ['C-1,,5,2026-03-19,,', 'DATE_IN_FUTURE', 5],
    ['C-1,,5,2026-02-30,,', 'DATE_INVALID', 5],
    ['C-1,,5,,2026-03-17,', 'DATE_PASSED', 5],
    ['C-1,,5,,31/12/2027,', 'DATE_INVALID', 5],
    ['C-9,,5,,,', 'MEMBER_UNKNOWN', 5],
    [',,5,,,', 'CONTACT_MISSING', 5],
    [`C-1,,5,,,${'x'.repeat(65)}`, 'CELL_TOO_LONG', 5],
  ])('refuses "%s" with %s, and counts the points it can read', async (row, code, points) => {
    const { reasons, refused, all } = await add(fileOf(row, 'C-2,,1,,,'))
    expect(reasons).toEqual([{ code, count: 1 }])
    expect([refused.points, all.points]).toEqual([points, points + 1])
    expect(await balance()).toBe(1)
  })

  it('pay a debt first, and are for disabled members too', async () => {
    const about: LedgerCommand['about'] = {
      ...{ business: 'manual', businessId: '1', occurredAt: ctx.clock.now() },
      explanation: { kind: 'byHand' },
    }
    const memberId = await idOf(1)
    const base = { memberId, about }
    const { entryId } = await post({
      ...{ ...base, do: 'earn', points: 40, isPending: false, expiresOn: null },
    })
    await post({ ...base, do: 'spend', points: 40 })
    await post({
      ...{ ...base, do: 'reverse', entryId: entryId ?? '', points: 40, shortfall: 'debt' },
    })
    await addMember(4, { status: 'disabled' })
    await add(fileOf('C-1,,100,,2027-01-01,', 'C-4,,9,,,'))
    expect(await ctx.db.pointAccount.findUnique({ where: { id: memberId } })).toMatchObject({
      ...{ available: 60, debt: 0 },
    })
    expect(await lotsOf(4)).toMatchObject([{ points: 9 }])
  })

  it('that are more than a member can have are refused one by one, and the others go in', async () => {
    const text = fileOf('C-1,,2000000000,,,A', 'C-1,,1,,,B', 'C-2,,3,,,')
    const { created, refusals } = await add(text)
    expect(created).toMatchObject({ rows: 2, points: 2_000_000_003 })
    expect(refusals).toMatchObject([{ line: 3, code: 'POINTS_TOO_MANY', field: 'points' }])
    expect(await balance()).toBe(2_000_000_003)
  })

  it('from several places at once book each lot once, and each import counts what it booked', async () => {
    const members = Array.from({ length: 300 }, (_, i) => i + 10)
    for (const n of members) await addMember(n)
    const rows = [1, 2, 3].flatMap((year) =>
      members.map((n) => `C-${n},,${n},202${year}-01-01,203${year}-01-01,`),
    )
    const results = await Promise.all([
      add(fileOf(...rows)),
      add(fileOf(...rows)),
      add(fileOf(...[...rows].reverse())),
    ])
    const expected = 3 * members.reduce((sum, n) => sum + n, 0)
    expect(results.reduce((sum, { created }) => sum + created.points, 0)).toBe(expected)
    for (const { booked, refused } of results) {
      expect([booked?.points, booked?.members, refused.rows]).toEqual([expected, 300, 0])
    }
    expect(await balance()).toBe(expected)
    expect(await ctx.db.pointLot.count()).toBe(900)
  })
})
