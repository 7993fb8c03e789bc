import { beforeAll, expect, it } from 'vitest'
import type { Ctx, Db } from '../../db/context.ts'
import { iterateInOrder } from '../../db/iterate-list.ts'
import { fillMemberList, type Made } from '../../testing/member-list.ts'
import { describeOnBothDatabases } from '../../testing/test-database.ts'
import { fakeClock, makeTestContext } from '../../testing/test-context.ts'
import { MEMBER_TABLES, memberConditions } from './member-search.sql.ts'
import { listMembersInput, MEMBER_SORTS, memberSelection } from './members.contract.ts'
import { countSelected, iterateSelected, listMembers } from './members.service.ts'

describeOnBothDatabases('members of a selection', (database) => {
  let ctx: Ctx<Db>
  let members: Made[] = []
  let stores: number[] = []

  beforeAll(async () => {
    ctx = makeTestContext(database(), { clock: fakeClock() })
    ;({ members, stores } = await fillMemberList(ctx))
  })

  async function gather(chunks: AsyncIterable<readonly number[]>): Promise<number[]> {
    const all: number[] = []
    for await (const ids of chunks) all.push(...ids)
    return all
  }
  async function listed(by: Ctx<Db>, question: object): Promise<number[]> {
    const ids: number[] = []
    for (const pageNo of [1, 2, 3]) {
      const input = listMembersInput.parse({ ...question, pageNo, pageSize: 100 })
      ids.push(...(await listMembers(by, input)).list.map(({ id }) => id))
    }
    return ids
  }

  it.each(MEMBER_SORTS)(
    'come in the order of the list by %s, without those left out',
    async (sort) => {
      for (const order of ['asc', 'desc'] as const) {
        const ids = await listed(ctx, { status: 'active', sort, order })
        const except = ids.slice(3, 9)
        const all = memberSelection.parse({ kind: 'all', filter: { status: 'active' }, except })
        const left = ids.filter((id) => !except.includes(id))
        expect(await gather(iterateSelected(ctx, all, { sort, order }))).toEqual(left)
        expect(await countSelected(ctx, all)).toBe(left.length)
        const some = memberSelection.parse({ kind: 'some', ids: [...except].sort((a, b) => a - b) })
        expect(await gather(iterateSelected(ctx, some, { sort, order }))).toEqual(except)
      }
    },
  )

  it('are those the actor sees: of others not even those that were named', async () => {
    const scope = { kind: 'stores', storeIds: stores.slice(0, 1) } as const
    const own: Ctx<Db> = { ...ctx, actor: { ...ctx.actor, scope } }
    const list = { sort: 'registeredAt', order: 'desc' } as const
    const mine = await listed(own, list)
    const strangers = members.flatMap(({ id }) => (mine.includes(id) ? [] : [id]))
    const some = memberSelection.parse({ kind: 'some', ids: [...strangers.slice(0, 9), ...mine] })
    expect(await gather(iterateSelected(own, some, list))).toEqual(mine)
    expect(await countSelected(own, some)).toBe(mine.length)
  })

  it('come once, also who moves up or down the list while it is read', async () => {
    const conditions = await memberConditions(ctx, { keyword: '' })
    const bind = Number
    const order = { column: 'spendFen', direction: 'desc', bind } as const
    const chunks = iterateInOrder(ctx, { ...MEMBER_TABLES, conditions, order }, 50)
    const before = await listed(ctx, { sort: 'spendFen', order: 'desc' })
    const spend = (id: number | undefined, spendFen: number) =>
      ctx.db.memberTotals.update({ where: { id: id ?? 0 }, data: { spendFen } })
    const first = (await chunks.next()).value ?? []
    expect(first).toEqual(before.slice(0, 50))
    const [passed, coming] = [before[10], before[200]]
    await spend(passed, 0)
    await spend(coming, 1_000_000)
    const rest = before.slice(50).filter((id) => id !== coming)
    expect(await gather(chunks)).toEqual([...rest, coming])
  })
})
