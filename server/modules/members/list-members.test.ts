import fc from 'fast-check'
import { beforeAll, expect, it } from 'vitest'
import { businessDate } from '../../contract/dates.ts'
import type { Ctx, Db } from '../../db/context.ts'
import { iterateIds, iterateInOrder } from '../../db/iterate-list.ts'
import { readLongList } from '../../db/long-list.ts'
import { byPlace, COUNT, fillMemberList, type Made } from '../../testing/member-list.ts'
import { describeOnBothDatabases } from '../../testing/test-database.ts'
import { fakeClock, makeTestContext } from '../../testing/test-context.ts'
import { MEMBER_TABLES, memberConditions } from './member-search.sql.ts'
import {
  GENDERS,
  listMembersInput,
  memberFilter,
  REGISTER_CHANNELS,
  type MemberFilter,
} from './members.contract.ts'
import { countMatching, listMembers, setMemberStatus } from './members.service.ts'

/** Of every kind of keyword that more than one member can have. */
const KEYWORDS = ['夏', '厨', 'e', '哈哈', '哈哈哈', '厨房', '小厨房', 'echo', '沈小夏', '没有的']

describeOnBothDatabases('the member list', (database) => {
  let ctx: Ctx<Db>
  let members: Made[] = []
  let stores: number[] = []

  beforeAll(async () => {
    ctx = makeTestContext(database(), { clock: fakeClock() })
    ;({ members, stores } = await fillMemberList(ctx))
  })

  /** One character finds beginnings; two and more are found anywhere. */
  const isNicknamed = ({ nickname }: Made, key: string): boolean => {
    const plain = nickname.toLowerCase()
    return [...key].length < 2 ? plain.startsWith(key) : plain.includes(key)
  }
  const isNamed = (member: Made, keyword: string): boolean =>
    isNicknamed(member, keyword) || member.realName === keyword

  /** The same question answered without a database. */
  function matches(member: Made, filter: MemberFilter): boolean {
    const registered = businessDate(member.registeredAt)
    const birthday = member.birthday?.slice(5)
    const { birthdayFrom: from, birthdayTo: to } = filter
    const inYear = from === undefined || to === undefined || from <= to
    const hasBirthday =
      (from === undefined && to === undefined) ||
      (birthday !== undefined &&
        (inYear
          ? birthday >= (from ?? '') && birthday <= (to ?? '99')
          : birthday >= from || birthday <= to))
    const region = filter.regionCode?.replace(/(0000|00)$/, '')
    return (
      isNamed(member, filter.keyword) &&
      (['status', 'gender', 'registerChannel', 'registerStoreId', 'homeStoreId'] as const).every(
        (name) => filter[name] === undefined || filter[name] === member[name],
      ) &&
      hasBirthday &&
      (region === undefined || member.regionCode?.startsWith(region) === true) &&
      registered >= (filter.registeredFrom ?? '') &&
      registered <= (filter.registeredTo ?? '9') &&
      member.spendFen >= (filter.spendFenMin ?? 0) &&
      member.spendFen <= (filter.spendFenMax ?? Infinity) &&
      member.orderCount >= (filter.orderCountMin ?? 0) &&
      member.orderCount <= (filter.orderCountMax ?? Infinity) &&
      member.lastOrderDate >= (filter.lastOrderFrom ?? '') &&
      (filter.lastOrderTo === undefined ||
        (member.lastOrderDate !== '' && member.lastOrderDate <= filter.lastOrderTo))
    )
  }

  /** Given now and then: most conditions at once would let nobody through. */
  const maybe = <T>(arbitrary: fc.Arbitrary<T>) =>
    fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary })
  const day = fc.integer({ min: 1, max: 28 }).map((n) => `2026-02-${String(n).padStart(2, '0')}`)
  const monthDay = fc.integer({ min: 1, max: 12 }).map((n) => `${String(n).padStart(2, '0')}-10`)
  const filters = () =>
    fc.record({
      keyword: fc.option(fc.constantFrom(...KEYWORDS), { nil: undefined, freq: 2 }),
      status: maybe(fc.constantFrom('active', 'disabled')),
      gender: maybe(fc.constantFrom(...GENDERS)),
      registerChannel: maybe(fc.constantFrom(...REGISTER_CHANNELS)),
      registerStoreId: maybe(fc.constantFrom(...stores)),
      homeStoreId: maybe(fc.constantFrom(...stores)),
      regionCode: maybe(fc.constantFrom('330000', '330100', '330106', '310000', '110105')),
      registeredFrom: maybe(day),
      registeredTo: maybe(day),
      birthdayFrom: maybe(monthDay),
      birthdayTo: maybe(monthDay),
      spendFenMin: maybe(fc.integer({ min: 0, max: 50_000 })),
      spendFenMax: maybe(fc.integer({ min: 0, max: 50_000 })),
      orderCountMin: maybe(fc.integer({ min: 0, max: 8 })),
      orderCountMax: maybe(fc.integer({ min: 0, max: 8 })),
      lastOrderFrom: maybe(day),
      lastOrderTo: maybe(day),
    })

  const own = (storeIds: readonly number[]): Ctx<Db> => ({
    ...ctx,
    actor: { ...ctx.actor, scope: { kind: 'stores', storeIds } },
  })
  /** Nobody's scope, that of one store, that of several. */
  const scopes = () => fc.option(fc.constantFrom([stores[0] ?? 0], stores), { nil: undefined })

  /** An order of the list's own table, of the one beside it, and of both. */
  const orders = () =>
    fc.record({
      column: fc.constantFrom('registeredAt', 'uid', 'spendFen', 'lastOrderDate'),
      direction: fc.constantFrom('asc', 'desc'),
    })
  /** All on one page, or one of several. */
  const pages = () =>
    fc.oneof(
      fc.constant({ pageNo: 1, pageSize: COUNT }),
      fc.record({
        pageNo: fc.integer({ min: 1, max: 4 }),
        pageSize: fc.integer({ min: 2, max: 9 }),
      }),
    )

  async function gather(chunks: AsyncIterable<readonly number[]>): Promise<number[]> {
    const all: number[] = []
    for await (const ids of chunks) all.push(...ids)
    return all
  }

  it('answers any filter as a walk over all members would: page, total, count and all ids alike', async () => {
    const limits = [
      { few: 500, near: 2_000, ways: 10_000, joined: 10_000, gather: 50_000, exact: 10_000 },
      { few: 0, near: 2_000, ways: 10_000, joined: 10_000, gather: 50_000, exact: 10_000 },
      { few: 0, near: 4, ways: 0, joined: 0, gather: 0, exact: 10_000 },
      // More fulfil a keyword than are gathered, or counted, whatever else is asked of them.
      { few: 3, near: 12, ways: 5, joined: 7, gather: 9, exact: 20 },
      { few: 3, near: 4, ways: 5, joined: 7, gather: 9, exact: 5 },
    ]
    await fc.assert(
      fc.asyncProperty(
        filters(),
        scopes(),
        orders(),
        pages(),
        async (raw, storeIds, order, page) => {
          const filter = memberFilter.parse(raw)
          const by = storeIds ? own(storeIds) : ctx
          const expected = members
            .filter((member) => matches(member, filter))
            .filter(({ homeStoreId }) => storeIds?.includes(homeStoreId ?? 0) ?? true)
            .sort((a, b) => byPlace(a, b, order.column) * (order.direction === 'asc' ? 1 : -1))
          const list = {
            ...MEMBER_TABLES,
            conditions: await memberConditions(by, filter),
            order: { ...order, bind: (value: string | number) => value },
            ...page,
          } as const
          const before = (page.pageNo - 1) * page.pageSize
          for (const limit of limits) {
            expect(await readLongList(by, list, limit)).toEqual({
              ids: expected.slice(before, before + page.pageSize).map(({ id }) => id),
              total: Math.min(expected.length, limit.exact),
              isTotalExact: expected.length <= limit.exact,
            })
          }
          expect(await countMatching(by, filter)).toBe(expected.length)
          const inOrder = expected.map(({ id }) => id)
          expect(await gather(iterateInOrder(by, list, COUNT))).toEqual(inOrder)
          expect(await gather(iterateInOrder(by, list, 9))).toEqual(inOrder)
          const byId = inOrder.sort((a, b) => a - b)
          expect(await gather(iterateIds(by, list, 9))).toEqual(byId)
        },
      ),
      { numRuns: 80 },
    )
  }, 60_000)

  it.each([
    ['alone', {}],
    ['next to other conditions', { status: 'active', spendFenMin: 0 }],
  ])(
    'a keyword %s has a total that is exact to the limit, however few are gathered',
    async (_name, more) => {
      const filter = memberFilter.parse({ keyword: 'echo', ...more })
      const conditions = await memberConditions(ctx, filter)
      const expected = members.filter((member) => matches(member, filter)).map(({ id }) => id)
      const order = { column: 'id', direction: 'asc', bind: Number } as const
      const list = { ...MEMBER_TABLES, conditions, order, pageNo: 1, pageSize: 10 }
      const limits = { few: 0, near: 5, ways: 5, joined: 5, gather: 5 }
      for (const [exact, isTotalExact] of [
        [expected.length, true],
        [expected.length - 1, false],
      ] as const) {
        expect(await readLongList(ctx, list, { ...limits, exact })).toEqual({
          ids: expected.slice(0, 10),
          total: exact,
          isTotalExact,
        })
      }
    },
  )

  it('finds by whole mobile, last four, numbers, e-mail, real name and any part of a nickname', async () => {
    const one = members[112]
    const expected = (of: (member: Made) => boolean) => members.filter(of).map(({ id }) => id)
    const find = async (keyword: string) => {
      const page = await listMembers(ctx, listMembersInput.parse({ keyword, pageSize: 100 }))
      return page.list.map(({ id }) => id).sort((a, b) => a - b)
    }
    const mobile = one?.mobile ?? ''
    expect(await find(mobile)).toEqual([one?.id])
    expect(await find(`+86 ${mobile.slice(0, 3)}-${mobile.slice(3)}`)).toEqual([one?.id])
    expect(await find(mobile.slice(-4))).toContain(one?.id)
    expect(await find('C112')).toEqual([one?.id])
    expect(await find('X111')).toEqual([members[111]?.id])
    expect(await find('WHO112@example.com')).toEqual([one?.id])
    expect(await find(one?.uid ?? '')).toEqual([one?.id])
    expect(await find('沈 小夏')).toEqual(expected(({ realName }) => realName !== null))
    for (const text of [
      '厨房',
      '小厨房',
      '夏夏',
      'echo',
      'echo_',
      'ＥＣＨＯ',
      '的小厨',
      '夏',
      '00%',
      '%',
      '哈哈',
      // Of its pairs one is left, which two of them have as well.
      '哈哈哈',
    ]) {
      const key = text.normalize('NFKC').toLowerCase()
      expect(await find(text), text).toEqual(expected((member) => isNicknamed(member, key)))
    }
    expect(await find('房厨')).toEqual([])
    expect(await find("' OR 1=1 --")).toEqual([])
  })

  it('shows who sees some stores the members at home there, by list, count and number alike', async () => {
    const filter = memberFilter.parse({})
    for (const storeIds of [[], stores.slice(0, 1), stores]) {
      const expected = members.filter(({ homeStoreId }) => storeIds.includes(homeStoreId ?? -1))
      expect(await countMatching(own(storeIds), filter)).toBe(expected.length)
    }
    const stranger = members.find(({ homeStoreId }) => homeStoreId === stores[1])
    const keyword = stranger?.uid ?? ''
    const mine = own(stores.slice(0, 1))
    expect((await listMembers(mine, listMembersInput.parse({ keyword }))).total).toBe(0)
    const reason = '测试'
    await expect(
      setMemberStatus(mine, { uid: keyword, status: 'disabled', reason }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})
