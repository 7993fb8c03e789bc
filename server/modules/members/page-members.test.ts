import { beforeAll, expect, it } from 'vitest'
import type { KnownPage } from '../../contract/pagination.ts'
import type { Ctx, Db } from '../../db/context.ts'
import { readLongList } from '../../db/long-list.ts'
import { byPlace, COUNT, fillMemberList, type Made } from '../../testing/member-list.ts'
import { describeOnBothDatabases } from '../../testing/test-database.ts'
import { fakeClock, makeTestContext } from '../../testing/test-context.ts'
import { MEMBER_TABLES, memberConditions } from './member-search.sql.ts'
import { listMembersInput, MEMBER_SORTS, memberFilter, type MemberRow } from './members.contract.ts'
import { listMembers } from './members.service.ts'

describeOnBothDatabases('pages of the member list', (database) => {
  let ctx: Ctx<Db>
  let members: Made[] = []

  beforeAll(async () => {
    ctx = makeTestContext(database(), { clock: fakeClock() })
    ;({ members } = await fillMemberList(ctx))
  })

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
        return (await readLongList(ctx, list, { ...limits, near: 500 })).ids
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

  it('a page is full also when the next rows in its order do not match', async () => {
    const conditions = await memberConditions(ctx, memberFilter.parse({ spendFenMin: 45_000 }))
    const expected = members
      .filter(({ spendFen }) => spendFen >= 45_000)
      .sort((a, b) => byPlace(a, b, 'registeredAt'))
    const order = {
      column: 'registeredAt',
      direction: 'asc',
      bind: (value: string | number) => new Date(value),
    } as const
    const place = (n: number) => {
      const { id = 0, registeredAt } = expected[n] ?? {}
      return { id, value: registeredAt?.getTime() ?? 0 }
    }
    const knownPage = (pageNo: number): KnownPage => ({
      pageNo,
      first: place((pageNo - 1) * 5),
      last: place(pageNo * 5 - 1),
    })
    const limits = { few: 0, ways: 0, joined: 0, gather: 0, exact: 5 }
    const list = { ...MEMBER_TABLES, conditions, order, pageSize: 5 }
    for (const near of [1, 30, 500]) {
      for (const pageNo of [1, 2, 4]) {
        const page = expected.slice((pageNo - 1) * 5, pageNo * 5).map(({ id }) => id)
        const ids = async (known?: KnownPage) =>
          (await readLongList(ctx, { ...list, pageNo, known }, { ...limits, near })).ids
        expect(await ids()).toEqual(page)
        expect(await ids(knownPage(1))).toEqual(page)
        expect(await ids(knownPage(3))).toEqual(page)
      }
    }
  })

  it('a deep page is no proof of a total: a list that has become short since says so', async () => {
    const limits = { few: 0, near: 500, ways: 100, joined: 500, gather: 500, exact: 300 }
    const order = { column: 'id', direction: 'asc', bind: Number } as const
    const place = { value: members[49]?.id ?? 0, id: members[49]?.id ?? 0 }
    const read = (pageNo: number, conditions: Awaited<ReturnType<typeof memberConditions>>) => {
      const known = { pageNo: pageNo - 1, first: place, last: place }
      const list = { ...MEMBER_TABLES, conditions, order, pageNo, pageSize: 40, known }
      return readLongList(ctx, list, limits)
    }
    // Rows follow the place that the caller knows, but no longer with these numbers.
    expect(await read(10, [])).toEqual({ ids: [], total: COUNT, isTotalExact: true })
    expect((await read(3, [])).ids).toHaveLength(40)
    const conditions = await memberConditions(ctx, memberFilter.parse({ status: 'active' }))
    const { ids, total } = await read(10, conditions)
    expect([ids, total]).toEqual([[], members.filter(({ status }) => status === 'active').length])
    const few = readLongList(
      ctx,
      {
        ...{ ...MEMBER_TABLES, conditions, order, pageNo: 10, pageSize: 40 },
        known: { pageNo: 9, first: place, last: place },
      },
      { ...limits, few: 500 },
    )
    expect(await few).toEqual({ ids: [], total, isTotalExact: true })
  })

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
        { few: 5, near: 2_000, ways: 100, joined: 20, gather: 20, exact: 100 },
      )
      expect(page).toMatchObject({ total: 100, isTotalExact: false })
      expect(page.ids).toHaveLength(5)
    }
  })
})
