import fc from 'fast-check'
import { beforeAll, expect, it } from 'vitest'
import { businessDate } from '../../contract/dates.ts'
import type { KnownPage } from '../../contract/pagination.ts'
import type { Ctx, Db } from '../../db/context.ts'
import { readLongList } from '../../db/long-list.ts'
import { inTransaction } from '../../db/transaction.ts'
import { describeOnBothDatabases } from '../../testing/test-database.ts'
import { fakeClock, makeTestContext } from '../../testing/test-context.ts'
import { createStore } from '../stores/stores.service.ts'
import { insertMembers, prepareMember, type NewMember } from './insert-members.ts'
import { MEMBER_TABLES, memberConditions } from './member-search.sql.ts'
import {
  GENDERS,
  listMembersInput,
  MEMBER_SORTS,
  memberFilter,
  REGISTER_CHANNELS,
  type MemberFilter,
  type MemberRow,
} from './members.contract.ts'
import { countMatching, iterateMatching, listMembers, setMemberStatus } from './members.service.ts'

const COUNT = 240
const DAY_MS = 86_400_000
const REGIONS = ['330106', '330100', '310101', '110105', null]
const NICKNAMES = [
  ...['夏夏的小厨房', 'Echo_100%', 'ECHOX100X', '小厨房', '厨', '王小明', '', '夏'],
  ...['哈哈', '笑哈哈哈'],
]
/** Of every kind of keyword that more than one member can have. */
const KEYWORDS = ['夏', '厨', 'e', '哈哈', '哈哈哈', '厨房', '小厨房', 'echo', '沈小夏', '没有的']
const pick = <T>(list: readonly T[], n: number): T => list[n % list.length] as T

interface Made extends NewMember {
  readonly id: number
  readonly uid: string
  readonly status: 'active' | 'disabled'
  readonly spendFen: number
  readonly orderCount: number
  readonly lastOrderDate: string
}

describeOnBothDatabases('the member list', (database) => {
  let ctx: Ctx<Db>
  let members: Made[] = []
  const stores: number[] = []

  const newMember = (n: number): NewMember => ({
    nickname: pick(NICKNAMES, n),
    mobile:
      n % 5 === 0
        ? null
        : `138${String(n * 7919)
            .padStart(8, '0')
            .slice(-8)}`,
    email: n % 7 === 0 ? `who${n}@example.com` : null,
    realName: n % 6 === 0 ? '沈小夏' : null,
    externalId: n % 3 === 0 ? `X${n}` : null,
    cardNo: n % 4 === 0 ? `C${n}` : null,
    avatarUrl: null,
    gender: pick(GENDERS, n),
    birthday: n % 9 === 0 ? null : `19${60 + (n % 40)}-${String((n % 12) + 1).padStart(2, '0')}-15`,
    regionCode: pick(REGIONS, n),
    remark: '',
    registerChannel: pick(REGISTER_CHANNELS, n),
    registerStoreId: pick([...stores, null], n),
    homeStoreId: pick([null, ...stores], n),
    // Several at the same instant, so that ids have to tell them apart.
    registeredAt: new Date(Date.parse('2026-01-01T00:00:00Z') + (n % 60) * DAY_MS),
  })

  beforeAll(async () => {
    ctx = makeTestContext(database(), { clock: fakeClock() })
    for (const code of ['A', 'B']) stores.push((await createStore(ctx, { code, name: code })).id)
    const rows = Array.from({ length: COUNT }, (_, n) => newMember(n))
    const prepared = rows.map((row) => prepareMember(ctx, row))
    const ids = await inTransaction(ctx, (ctx) => insertMembers(ctx, prepared))
    members = await Promise.all(
      rows.map(async (row, n) => {
        const uid = prepared[n]?.uid ?? ''
        const status = n % 11 === 0 ? ('disabled' as const) : ('active' as const)
        const figures = {
          spendFen: (n % 50) * 1_000,
          orderCount: n % 8,
          lastOrderDate: n % 8 === 0 ? '' : `2026-02-${String((n % 28) + 1).padStart(2, '0')}`,
        }
        await ctx.db.member.update({
          where: { uid },
          data: { status, totals: { update: figures } },
        })
        return { ...row, ...figures, status, uid, id: ids.get(uid) ?? 0 }
      }),
    )
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
  type Column = 'registeredAt' | 'uid' | 'spendFen' | 'lastOrderDate'
  const byPlace = (a: Made, b: Made, column: Column): number => {
    const less = a[column] < b[column] ? -1 : 1
    return a[column].valueOf() === b[column].valueOf() ? a.id - b.id : less
  }

  it('answers any filter as a walk over all members would: page, total, count and all ids alike', async () => {
    const limits = [
      { few: 500, ways: 10_000, joined: 10_000, gather: 50_000, exact: 10_000 },
      { few: 0, ways: 10_000, joined: 10_000, gather: 50_000, exact: 10_000 },
      { few: 0, ways: 0, joined: 0, gather: 0, exact: 10_000 },
      // More fulfil a keyword than are gathered, or counted, whatever else is asked of them.
      { few: 3, ways: 5, joined: 7, gather: 9, exact: 20 },
      { few: 3, ways: 5, joined: 7, gather: 9, exact: 5 },
    ]
    await fc.assert(
      fc.asyncProperty(filters(), scopes(), orders(), async (raw, storeIds, order) => {
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
          pageNo: 1,
          pageSize: 300,
        } as const
        for (const limit of limits) {
          expect(await readLongList(by, list, limit)).toEqual({
            ids: expected.map(({ id }) => id),
            total: Math.min(expected.length, limit.exact),
            isTotalExact: expected.length <= limit.exact,
          })
        }
        expect(await countMatching(by, filter)).toBe(expected.length)
        const chunks: number[] = []
        for await (const ids of iterateMatching(by, filter)) chunks.push(...ids)
        expect(chunks).toEqual(expected.map(({ id }) => id).sort((a, b) => a - b))
      }),
      { numRuns: 60 },
    )
  }, 60_000)

  const sortValue = (row: MemberRow, sort: (typeof MEMBER_SORTS)[number]) =>
    sort === 'nickname' ? row.nickname.normalize('NFKC').toLowerCase() : row[sort]

  it.each(MEMBER_SORTS)(
    'pages by %s show every member once, by numbers and by known pages',
    async (sort) => {
      for (const order of ['asc', 'desc'] as const) {
        for (const status of [undefined, 'active'] as const) {
          const pages: MemberRow[][] = []
          let known: KnownPage | null = null
          const ask = (pageNo: number, from: KnownPage | null) =>
            listMembers(
              ctx,
              listMembersInput.parse({
                pageNo,
                pageSize: 37,
                sort,
                order,
                status,
                ...(from ? { known: from } : {}),
              }),
            )
          for (let pageNo = 1; pageNo <= 7; pageNo += 1) {
            const counted = await ask(pageNo, null)
            const followed = await ask(pageNo, known)
            expect(followed).toEqual(counted)
            pages.push(counted.list)
            known = counted.known
          }
          // Back again, and over several pages at once.
          const last = (await ask(6, null)).known
          for (const pageNo of [5, 4, 6, 7, 1]) {
            expect((await ask(pageNo, last)).list).toEqual(pages[pageNo - 1])
          }
          const all = pages.flat()
          expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
          const values = all.map((row) => sortValue(row, sort))
          const sorted = [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
          expect(values).toEqual(order === 'asc' ? sorted : sorted.reverse())
        }
      }
    },
  )

  it.each([
    ['few', { few: 500, ways: 100, joined: 500, gather: 500, exact: 500 }],
    ['gathered', { few: 0, ways: 100, joined: 500, gather: 500, exact: 500 }],
    ['walked', { few: 0, ways: 100, joined: 0, gather: 0, exact: 1 }],
  ])(
    'a page after or before a known one leaves nobody out who is there still, when %s match',
    async (_name, limits) => {
      const pageSize = 40
      const sorted = members
        .filter(({ status }) => status === 'active')
        .sort((a, b) => a.registeredAt.getTime() - b.registeredAt.getTime() || a.id - b.id)
      const ids = sorted.map(({ id }) => id)
      const place = (n: number) => ({
        value: sorted[n]?.registeredAt.getTime() ?? 0,
        id: sorted[n]?.id ?? 0,
      })
      const known = (pageNo: number): KnownPage => ({
        pageNo,
        first: place((pageNo - 1) * pageSize),
        last: place(pageNo * pageSize - 1),
      })
      const conditions = await memberConditions(ctx, memberFilter.parse({ status: 'active' }))
      const idsOf = async (pageNo: number, from: KnownPage) => {
        const order = {
          column: 'registeredAt',
          direction: 'asc',
          bind: (value: string | number) => new Date(value),
        } as const
        const list = { ...MEMBER_TABLES, conditions, order, pageNo, pageSize, known: from }
        return (await readLongList(ctx, list, limits)).ids
      }
      const gone = ids.slice(10, 20)
      const setStatus = (status: string) =>
        ctx.db.member.updateMany({ where: { id: { in: gone } }, data: { status } })
      await setStatus('disabled')
      try {
        expect(await idsOf(2, known(1))).toEqual(ids.slice(pageSize, 2 * pageSize))
        expect(await idsOf(3, known(1))).toEqual(ids.slice(2 * pageSize, 3 * pageSize))
        expect(await idsOf(3, known(4))).toEqual(ids.slice(2 * pageSize, 3 * pageSize))
      } finally {
        await setStatus('active')
      }
    },
  )

  it('a total beyond the limit says so', async () => {
    const list = {
      ...MEMBER_TABLES,
      order: { column: 'id', direction: 'asc', bind: Number },
      pageNo: 1,
      pageSize: 5,
    } as const
    for (const filter of [{}, { spendFenMin: 0 }]) {
      const conditions = await memberConditions(ctx, memberFilter.parse(filter))
      const page = await readLongList(
        ctx,
        { ...list, conditions },
        { few: 5, ways: 100, joined: 20, gather: 20, exact: 100 },
      )
      expect(page).toMatchObject({ total: 100, isTotalExact: false })
      expect(page.ids).toHaveLength(5)
    }
  })

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
      const limits = { few: 0, ways: 5, joined: 5, gather: 5 }
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
