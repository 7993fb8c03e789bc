import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { maskPersonal, personal, PERSONAL_KINDS } from '../../contract/personal.ts'
import type { Ctx, Db } from '../../db/context.ts'
import { fakeClock, makeTestContext, type FakeClock } from '../../testing/test-context.ts'
import { auditEntries } from '../../testing/audit-entries.ts'
import { describeOnBothDatabases } from '../../testing/test-database.ts'
import { plainMember } from '../../testing/test-member.ts'
import { asStaff, makeStaff } from '../../testing/test-staff.ts'
import { revealMember } from '../members/members.service.ts'
import { isUnusual } from './reveals.rules.ts'
import { reportReveals } from './reveals.service.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const MOBILE = '19900000001'
const reason = '客户来电改号'

describe('masking', () => {
  it.each([
    ['mobile', '13812346207', '138****6207'],
    ['realName', '沈夏', '沈*'],
    ['realName', '沈小夏', '沈*夏'],
    ['realName', '欧阳小夏', '欧*夏'],
    ['realName', '沈', '*'],
    ['realName', '😀小夏', '😀*夏'],
    ['email', 'xiaxia@outlook.com', 'xi***@outlook.com'],
    ['email', 'x@a.cn', 'x***@a.cn'],
    ['email', 'nonsense', '***'],
    ['text', '幸福路 1 号', '***'],
  ] as const)('of a %s %s shows %s', (kind, value, masked) => {
    expect(maskPersonal(kind, value)).toBe(masked)
    expect(personal(kind).safeParse(masked).success).toBe(true)
  })

  it('is enforced by the schema: a field that is marked personal passes nothing whole', () => {
    const whole = { mobile: MOBILE, email: 'xiaxia@outlook.com', realName: '沈小夏', text: '地址' }
    for (const kind of PERSONAL_KINDS) {
      expect(personal(kind).safeParse(whole[kind]).success, kind).toBe(false)
    }
  })
})

describe('an unusual rate', () => {
  it.each([
    [{ lastHour: 19, today: 19, last30Days: 400 }, false],
    [{ lastHour: 20, today: 20, last30Days: 4000 }, true],
    [{ lastHour: 0, today: 9, last30Days: 9 }, false],
    [{ lastHour: 0, today: 10, last30Days: 10 }, true],
    [{ lastHour: 0, today: 12, last30Days: 12 + 29 * 4 }, false],
    [{ lastHour: 0, today: 13, last30Days: 13 + 29 * 4 }, true],
  ])('of %j is %s', (counts, expected) => {
    expect(isUnusual(counts)).toBe(expected)
  })
})

describeOnBothDatabases('a reveal', (database) => {
  let clock: FakeClock
  let ctx: Ctx<Db>
  let mine: Ctx<Db>
  let id: number
  const uid = randomUUID()
  let count = 0

  beforeAll(async () => {
    const base = makeTestContext(database())
    const mobileCipher = base.keys.encrypt({ table: 'Member', column: 'mobile', row: uid }, MOBILE)
    const plain = plainMember(base.clock.now())
    await base.db.member.create({ data: { ...plain, uid, memberNo: '600000000001', mobileCipher } })
  })
  beforeEach(async () => {
    clock = fakeClock()
    ctx = makeTestContext(database(), { clock })
    id = await makeStaff(ctx, { username: `operator${(count += 1)}`, roles: ['operator'] })
    mine = await asStaff(ctx, id)
    await ctx.db.auditEntry.deleteMany()
  })
  const reveal = () => revealMember(mine, { uid, field: 'mobile', reason })

  it('shows the field for a minute and stands in the log with its reason, without the value', async () => {
    expect(await reveal()).toEqual({ value: MOBILE, hideAt: clock.now().getTime() + MINUTE_MS })
    const [entry, ...others] = await auditEntries(ctx)
    expect(others).toEqual([])
    expect(entry).toMatchObject({
      action: 'personal.reveal',
      actorId: id,
      targetId: uid,
      targetName: '600000000001',
      after: { field: 'mobile' },
      reason,
    })
    expect(JSON.stringify(entry)).not.toContain(MOBILE)
  })

  it('shows nothing when it cannot be recorded', async () => {
    const broken = {
      ...mine,
      keys: {
        ...mine.keys,
        mac: () => {
          throw new Error('no key')
        },
      },
    }
    await expect(revealMember(broken, { uid, field: 'mobile', reason })).rejects.toThrow('no key')
  })

  it('of a member that does not exist is not found, and not recorded', async () => {
    const unknown = revealMember(mine, { uid: randomUUID(), field: 'mobile', reason })
    await expect(unknown).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await ctx.db.auditEntry.count()).toBe(0)
  })

  it('is reported once at the twentieth in an hour, and refused after the hundredth', async () => {
    for (let n = 0; n < 100; n += 1) await reveal()
    const unusual = await auditEntries(ctx, { action: 'personal.unusual' })
    expect(unusual).toMatchObject([{ targetId: String(id), after: { lastHour: 20 } }])
    await expect(reveal()).rejects.toMatchObject({ code: 'REVEAL_LIMIT', params: { limit: 100 } })
    expect(await reportReveals(ctx)).toMatchObject([
      { adminUserId: id, lastHour: 100, today: 100, last30Days: 100, isUnusual: true },
    ])
    clock.advance(HOUR_MS + 1)
    expect((await reveal()).value).toBe(MOBILE)
    expect((await reportReveals(ctx))[0]).toMatchObject({ lastHour: 1, today: 101 })
  })

  it('asked for in parallel counts no less', async () => {
    for (let round = 0; round < 11; round += 1) {
      await Promise.allSettled(Array.from({ length: 10 }, reveal))
    }
    expect(await auditEntries(ctx, { action: 'personal.reveal' })).toHaveLength(100)
    expect(await auditEntries(ctx, { action: 'personal.unusual' })).toHaveLength(1)
  })

  it('by somebody of another store is in no report of who sees his own', async () => {
    await reveal()
    const scope = { kind: 'stores', storeIds: [999] } as const
    expect(await reportReveals({ ...ctx, actor: { ...mine.actor, scope } })).toEqual([])
    expect(await reportReveals(ctx)).toHaveLength(1)
  })

  it('by one person is not counted against another', async () => {
    for (let n = 0; n < 100; n += 1) await reveal()
    const other = await makeStaff(ctx, { username: `other${count}`, roles: ['operator'] })
    const theirs = await asStaff(ctx, other)
    expect((await revealMember(theirs, { uid, field: 'mobile', reason })).value).toBe(MOBILE)
  })
})
